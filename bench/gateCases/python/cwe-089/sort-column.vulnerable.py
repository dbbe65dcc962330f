from flask import Flask, jsonify, request
from sqlalchemy import create_engine, text

app = Flask(__name__)
engine = create_engine("sqlite:///stock.db")


def ordered(column, descending):
    direction = "DESC" if descending else "ASC"
    return text("SELECT sku, amount FROM stock ORDER BY {} {}".format(column, direction))


@app.get("/stock")
def stock():
    column = request.args.get("sort") or "sku"
    descending = request.args.get("desc") == "1"
    with engine.connect() as connection:
        rows = connection.execute(ordered(column, descending)).all()
    return jsonify([list(row) for row in rows])
