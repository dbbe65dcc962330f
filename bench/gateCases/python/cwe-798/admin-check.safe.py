import hmac
import os

from flask import Flask, abort, jsonify, request

app = Flask(__name__)
PASSWORD_FIELD = "admin_password"
PASSWORD_HINT = "at least twelve characters"


def is_admin(user, password):
    return user == "root" and hmac.compare_digest(password, os.environ["ADMIN_PASSWORD"])


@app.post("/admin/flush")
def flush():
    if not is_admin(request.form.get("user", ""), request.form.get(PASSWORD_FIELD, "")):
        abort(401)
    return jsonify(flushed=True, hint=PASSWORD_HINT)
