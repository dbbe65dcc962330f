import re

from flask import Flask, jsonify, request

app = Flask(__name__)
ADDRESS = re.compile(r"[a-zA-Z0-9.]{1,64}@[a-z0-9.-]{1,190}")


@app.post("/subscribe")
def subscribe():
    address = request.form.get("address", "")
    if not ADDRESS.fullmatch(address):
        return jsonify(error="not an address"), 400
    return jsonify(subscribed=True)
