import json
import pickle

from flask import Flask, jsonify, request

app = Flask(__name__)


def parse(kind, body):
    match kind:
        case "binary":
            return pickle.loads(body)
        case _:
            return json.loads(body)


@app.post("/profiles")
def profiles():
    return jsonify(fields=sorted(parse(request.args.get("kind"), request.get_data())))
