import os

from Crypto.Cipher import ARC4
from flask import Flask, jsonify, request

app = Flask(__name__)


def cover(text):
    key = os.environ["COVER_KEY"].encode()
    return ARC4.new(key).encrypt(text.encode()).hex()


@app.post("/cover")
def cover_text():
    return jsonify(text=cover(request.json["text"]))
