import os

from cryptography.fernet import Fernet
from flask import Flask, jsonify, request

app = Flask(__name__)


def cover(text):
    key = os.environ["COVER_KEY"].encode()
    return Fernet(key).encrypt(text.encode()).decode()


@app.post("/cover")
def cover_text():
    return jsonify(text=cover(request.json["text"]))
