import io
import pickle

import redis
from flask import Flask, jsonify, request

app = Flask(__name__)
queue = redis.Redis(host="queue")


class PlainUnpickler(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"{module}.{name} is not allowed")


def decode(blob):
    return PlainUnpickler(io.BytesIO(blob)).load()


@app.post("/jobs")
def submit():
    try:
        arguments = decode(request.get_data())
    except pickle.UnpicklingError:
        return jsonify(error="plain values only"), 400
    queue.rpush("jobs", len(arguments))
    return jsonify(arguments=len(arguments)), 202
