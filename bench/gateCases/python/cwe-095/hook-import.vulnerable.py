from flask import Flask, jsonify, request

app = Flask(__name__)


def build_transform(body):
    lines = ["def transform(row):"] + ["    " + line for line in body.splitlines()]
    scope = {}
    exec("\n".join(lines), scope)
    return scope["transform"]


@app.post("/transform")
def transform():
    payload = request.json
    function = build_transform(payload["code"])
    return jsonify([function(row) for row in payload["rows"]])
