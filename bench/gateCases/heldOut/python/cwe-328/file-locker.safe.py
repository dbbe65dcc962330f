import hashlib
import logging

from flask import Flask, abort, jsonify, request

from locker import load_blob, store_blob

app = Flask(__name__)
logger = logging.getLogger("locker")
PREFERRED = ["sha256", "md5", "sha1"]


class Fingerprint:
    def __init__(self, name):
        self.name = name

    def of(self, data):
        digest = hashlib.new(self.name)
        digest.update(data)
        return digest.hexdigest()


def algorithm(wish):
    names = list(PREFERRED)
    names.sort(key=len, reverse=True)
    if wish and wish not in PREFERRED:
        abort(400)
    return names[0]


@app.post("/locker")
def put():
    data = request.get_data()
    if len(data) > 1 << 20:
        abort(413)
    name = algorithm(request.args.get("algorithm"))
    key = Fingerprint(name).of(data)
    store_blob(key, data)
    logger.info("stored %d bytes", len(data))
    return jsonify(key=key, algorithm=name), 201


@app.get("/locker/<key>")
def get(key):
    data = load_blob(key)
    if data is None or Fingerprint("sha256").of(data) != key:
        return jsonify(error="missing or altered"), 404
    return jsonify(size=len(data))
