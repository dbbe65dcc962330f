from flask import Flask, jsonify, request

app = Flask(__name__)


def upper(row):
    return {key: str(value).upper() for key, value in row.items()}


def compact(row):
    return {key: value for key, value in row.items() if value}


TRANSFORMS = {"upper": upper, "compact": compact}


@app.post("/transform")
def transform():
    payload = request.json
    function = TRANSFORMS.get(payload["code"])
    if function is None:
        return jsonify(error="unknown transform"), 404
    return jsonify([function(row) for row in payload["rows"]])
