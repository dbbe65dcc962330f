import ast
import logging
import math

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

api = FastAPI(title="Bakery")
log = logging.getLogger("bakery")

NAMES = {"pi": math.pi, "sqrt": math.sqrt, "ceil": math.ceil}
PRESETS = {"half": "base / 2", "double": "base * 2", "round tin": "base * pi / 4"}


class Scale(BaseModel):
    base: float = Field(gt=0, le=100)
    rule: str = Field(max_length=120)
    label: str = "dough"


class Engine:
    def __init__(self, extras):
        self.extras = extras
        self.cache = {}

    def compile(self, text):
        if text not in self.cache:
            self.cache[text] = compile(text, "<rule>", "eval")
        return self.cache[text]

    def apply(self, text, base):
        scope = dict(self.extras, base=base)
        return float(eval(self.compile(text), {}, scope))


engine = Engine(NAMES)


def parses(text):
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return False
    return True


@api.post("/scale")
def scale(body: Scale):
    rule = PRESETS.get(body.rule, PRESETS["half"])
    if not parses(rule):
        raise HTTPException(422, "rule does not parse")
    try:
        amount = engine.apply(rule, body.base)
    except (ArithmeticError, NameError, TypeError):
        log.info("rule failed for base %s", body.base)
        raise HTTPException(422, "rule failed")
    return {"label": body.label, "amount": round(amount, 3)}
