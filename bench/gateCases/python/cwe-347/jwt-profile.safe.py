import os

import jwt
from flask import Flask, abort, jsonify, request

app = Flask(__name__)


def claims():
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    try:
        return jwt.decode(token, os.environ["JWT_KEY"], algorithms=["HS256"], audience="portal")
    except jwt.PyJWTError:
        abort(401)


@app.get("/me")
def me():
    return jsonify(user=claims()["sub"])
