import pickle

from flask import Flask, jsonify, request

app = Flask(__name__)
DEFAULTS = {"columns": ["name", "date"], "limit": 50}


def fresh(defaults):
    return pickle.loads(pickle.dumps(defaults))


@app.post("/views")
def create_view():
    view = fresh(DEFAULTS)
    view["name"] = request.json["name"]
    return jsonify(view)
