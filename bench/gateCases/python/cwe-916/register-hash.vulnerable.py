import hashlib
import os

from flask import Flask, jsonify, request

from accounts import save_user

app = Flask(__name__)


def hash_password(password):
    salt = os.urandom(16)
    return salt.hex() + "$" + hashlib.sha256(salt + password.encode()).hexdigest()


@app.post("/register")
def register():
    save_user(request.form["email"], hash_password(request.form["password"]))
    return jsonify(ok=True), 201
