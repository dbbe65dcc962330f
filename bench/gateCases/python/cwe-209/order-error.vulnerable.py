from flask import Flask, jsonify, request

from shop.orders import place_order

app = Flask(__name__)


@app.post("/orders")
def order():
    try:
        return jsonify(id=place_order(request.get_json()))
    except Exception as error:
        return jsonify(error=str(error)), 500
