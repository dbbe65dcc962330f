import logging
from urllib.parse import urlencode, urlsplit

from flask import Flask, jsonify, redirect, request, session, url_for

from settings import secret_key

app = Flask(__name__)
app.secret_key = secret_key()
logger = logging.getLogger("oauth")
PROVIDER = "https://id.example.org/authorize"


def same_site(url):
    parts = urlsplit(url.replace("\\", "/"))
    return url.startswith("/") and parts.scheme == "" and parts.netloc == ""


class SignIn:
    def __init__(self, arguments):
        self.state = arguments.get("state", "")
        self.cancel = arguments.get("cancel", "/")
        self.error = arguments.get("error")

    def destination(self, fallback):
        if self.error and same_site(self.cancel):
            return self.cancel
        return fallback


@app.get("/oauth/start")
def start():
    client = request.args.get("client", "portal")
    query = urlencode({"client_id": client, "redirect_uri": url_for("back", _external=True)})
    return redirect(PROVIDER + "?" + query)


@app.get("/oauth/back")
def back():
    sign_in = SignIn(request.args)
    attempts = session.get("attempts", 0) + 1
    session["attempts"] = attempts
    if attempts > 5:
        logger.warning("too many attempts")
        return jsonify(error="too many attempts"), 429
    return redirect(sign_in.destination(url_for("start")))
