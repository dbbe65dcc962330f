from dataclasses import dataclass

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Rule(BaseModel):
    condition: str
    amount: float


@dataclass
class Engine:
    source: str

    def matches(self, amount):
        check = compile("amount " + self.source, "<rule>", "eval")
        return bool(eval(check, {"amount": amount}))


@app.post("/rules/try")
def try_rule(rule: Rule):
    return {"matches": Engine(rule.condition).matches(rule.amount)}
