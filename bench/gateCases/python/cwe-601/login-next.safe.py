from urllib.parse import urlsplit

from flask import Flask, redirect, request

app = Flask(__name__)


def is_local(target):
    parts = urlsplit(target.replace("\\", "/"))
    return not parts.scheme and not parts.netloc and target.startswith("/")


@app.route("/welcome", methods=["POST"])
def welcome():
    target = request.args.get("next") or "/"
    if not is_local(target):
        target = "/"
    return redirect(target)
