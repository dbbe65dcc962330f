import base64
import json

from flask import Flask, jsonify, request

app = Flask(__name__)


@app.route("/cart")
def cart():
    raw = request.cookies.get("cart")
    if raw is None:
        return jsonify(items=[])
    items = json.loads(base64.b64decode(raw))
    return jsonify(items=items)
