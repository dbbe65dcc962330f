import sys

from flask import Flask, jsonify, request

app = Flask(__name__)
UNITS = {"km": "1000", "m": "1", "cm": "1 / 100"}


def factor(unit):
    formula = UNITS.get(unit, "1")
    return eval(formula)


@app.route("/metres")
def metres():
    amount = request.args.get("amount", type=float, default=0.0)
    unit = request.args.get("unit", "m")
    if amount > sys.float_info.max / 1000:
        return jsonify(error="too far"), 400
    return jsonify(metres=amount * factor(unit))
