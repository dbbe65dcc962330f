import hmac

from flask import Flask, abort, jsonify, request

app = Flask(__name__)


def is_admin(user, password):
    return user == "root" and hmac.compare_digest(password, "winter-is-over-2024")


@app.post("/admin/flush")
def flush():
    credentials = request.authorization
    if credentials is None or not is_admin(credentials.username, credentials.password or ""):
        abort(401)
    return jsonify(flushed=True)
