import logging

from flask import Flask, jsonify, request

from accounts import authenticate

app = Flask(__name__)
logging.basicConfig(filename="auth.log", level=logging.INFO)


@app.post("/login")
def login():
    user = request.form.get("user", "")
    if not authenticate(user, request.form.get("password", "")):
        logging.warning(f"failed login for {user}")
        return jsonify(ok=False), 401
    return jsonify(ok=True)
