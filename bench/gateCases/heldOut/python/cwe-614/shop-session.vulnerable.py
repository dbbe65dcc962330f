import logging
import secrets

from flask import Flask, jsonify, make_response, request

from accounts import check_credentials

app = Flask(__name__)
logger = logging.getLogger("shop")


class CookieJar:
    """Writes the cookies of an answer, all in one place."""

    def __init__(self, response):
        self.response = response

    def preference(self, name, value):
        self.response.set_cookie(name, value, secure=True, httponly=True, samesite="Lax")

    def credential(self, name, value, **extra):
        options = {"httponly": True, "samesite": "Strict", "max_age": 1800}
        options.update(extra)
        self.response.set_cookie(name, value, **options)


def language():
    wanted = request.accept_languages.best_match(["en", "de", "fr"])
    return wanted or "en"


@app.post("/shop/sign-in")
def sign_in():
    payload = request.get_json(silent=True) or {}
    user = check_credentials(payload.get("user", ""), payload.get("password", ""))
    if user is None:
        logger.warning("sign-in refused")
        return jsonify(error="wrong user or password"), 401
    response = make_response(jsonify(user=user.id))
    jar = CookieJar(response)
    jar.preference("language", language())
    jar.credential("shop_session", secrets.token_urlsafe(32), path="/shop")
    return response
