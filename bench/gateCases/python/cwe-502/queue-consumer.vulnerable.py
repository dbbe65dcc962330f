import marshal
import pickle

import redis
from flask import Flask, jsonify, request

app = Flask(__name__)
queue = redis.Redis(host="queue")


class Job:
    def __init__(self, blob):
        self.blob = blob

    def decode(self):
        loader = pickle.loads if self.blob[:1] == b"\x80" else marshal.loads
        return loader(self.blob)


@app.post("/jobs")
def submit():
    job = Job(request.get_data())
    arguments = job.decode()
    queue.rpush("jobs", len(arguments))
    return jsonify(arguments=len(arguments)), 202
