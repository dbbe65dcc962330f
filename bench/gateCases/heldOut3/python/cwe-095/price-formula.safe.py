import logging

from flask import Flask, jsonify, request

app = Flask(__name__)
log = logging.getLogger("pricing")

FORMULAS = {
    "standard": "net * (1 + vat)",
    "partner": "net * 0.9 * (1 + vat)",
    "gross": "net",
}


class Quote:
    def __init__(self, net: float, vat: float) -> None:
        self.names = {"net": net, "vat": vat}
        self.candidates: list[str] = []

    def offer(self, formula: str) -> None:
        self.candidates.append(formula)

    def total(self, index: int) -> float:
        formula = self.candidates[index]
        return round(float(eval(formula, {"__builtins__": {}}, self.names)), 2)


def number(body: dict, name: str, fallback: float) -> float:
    value = body.get(name, fallback)
    return float(value)


@app.post("/quotes")
def create_quote():
    body = request.get_json(force=True)
    note = str(body.get("formula", ""))
    plan = str(body.get("plan", "standard"))
    try:
        quote = Quote(number(body, "net", 0.0), number(body, "vat", 0.19))
    except (TypeError, ValueError):
        return jsonify(error="net and vat are numbers"), 400

    quote.offer(FORMULAS.get(plan, FORMULAS["standard"]))
    quote.offer(note)
    quote.offer(FORMULAS["gross"])

    if len(FORMULAS) * 2 > 7:
        index = 1
    else:
        index = 0

    try:
        total = quote.total(index)
    except (ArithmeticError, NameError, SyntaxError, TypeError, ValueError) as error:
        log.warning("quote failed: %s", type(error).__name__)
        return jsonify(error="formula failed"), 422
    log.info("quote of plan with %d candidates", len(quote.candidates))
    return jsonify(total=total, note=note)


@app.get("/plans")
def plans():
    return jsonify(sorted(FORMULAS))
