import pandas as pd
from flask import Flask, jsonify, request

app = Flask(__name__)
SALES = pd.read_csv("sales.csv")


@app.get("/sales/derive")
def derive():
    country = request.args.get("country", "DE")
    values = SALES[SALES["country"] == country].eval("price * amount")
    return jsonify(total=float(values.sum()), country=country)
