import pandas as pd
from flask import Flask, jsonify, request

app = Flask(__name__)
SALES = pd.read_csv("sales.csv")


@app.get("/sales/derive")
def derive():
    formula = request.args.get("formula", "price * amount")
    values = pd.eval(formula, engine="python", parser="pandas", local_dict={"df": SALES})
    return jsonify(total=float(sum(values)))
