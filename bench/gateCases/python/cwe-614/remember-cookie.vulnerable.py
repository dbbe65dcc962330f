import secrets

from flask import Flask, jsonify, make_response

app = Flask(__name__)


@app.post("/remember")
def remember():
    response = make_response(jsonify(ok=True))
    response.set_cookie("remember_token", secrets.token_urlsafe(32), httponly=True, samesite="Lax")
    return response
