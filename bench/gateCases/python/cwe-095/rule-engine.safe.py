import operator
from dataclasses import dataclass

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()
COMPARE = {"<": operator.lt, ">": operator.gt, "==": operator.eq}


class Rule(BaseModel):
    comparison: str
    limit: float
    amount: float


@dataclass
class Engine:
    comparison: str
    limit: float

    def matches(self, amount):
        return COMPARE[self.comparison](amount, self.limit)


@app.post("/rules/try")
def try_rule(rule: Rule):
    if rule.comparison not in COMPARE:
        raise HTTPException(status_code=422, detail="unknown comparison")
    return {"matches": Engine(rule.comparison, rule.limit).matches(rule.amount)}
