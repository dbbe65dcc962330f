import logging
import random
import string
import time

from flask import Flask, jsonify, request

from clinic.mail import send_reset
from clinic.people import find_by_mail, store_reset

app = Flask(__name__)
log = logging.getLogger("reset")

ALPHABET = string.ascii_letters + string.digits
GREETINGS = ["Hello", "Good day", "Welcome back"]
LIFETIME = 15 * 60


class Mint:
    def __init__(self, source: random.Random) -> None:
        self.source = source

    def token(self, length: int = 32) -> str:
        return "".join(self.source.choice(ALPHABET) for _ in range(length))


class Courtesy:
    def __init__(self, source: random.Random) -> None:
        self.source = source

    def greeting(self) -> str:
        return self.source.choice(GREETINGS)


mint = Mint(random.Random())
courtesy = Courtesy(random.SystemRandom())


def normal(address: str) -> str:
    name, at, domain = address.strip().partition("@")
    if not at or not name or "." not in domain:
        raise ValueError("not an address")
    return f"{name}@{domain.lower()}"


@app.post("/password/reset")
def start_reset():
    body = request.get_json(silent=True) or {}
    try:
        address = normal(str(body.get("mail", "")))
    except ValueError as error:
        return jsonify(error=str(error)), 400
    person = find_by_mail(address)
    if person is not None:
        token = mint.token()
        store_reset(person.id, token, expires=int(time.time()) + LIFETIME)
        try:
            send_reset(address, courtesy.greeting(), token)
        except OSError:
            log.exception("mail to person %d failed", person.id)
            return jsonify(error="mail failed"), 502
        log.info("reset for person %d", person.id)
    return jsonify(sent=True, minutes=LIFETIME // 60)
