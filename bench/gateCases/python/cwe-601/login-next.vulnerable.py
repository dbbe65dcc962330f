from flask import Flask, redirect, request
from flask_login import LoginManager, login_user

from accounts import check_credentials

app = Flask(__name__)
LoginManager(app)


@app.route("/login", methods=["POST"])
def login():
    user = check_credentials(request.form["user"], request.form["password"])
    if user is None:
        return {"error": "wrong user or password"}, 401
    login_user(user)
    target = request.args.get("next") or "/"
    return redirect(target)
