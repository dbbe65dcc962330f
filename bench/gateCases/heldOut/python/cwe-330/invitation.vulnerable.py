import logging
import random
import secrets
import string
from datetime import datetime, timedelta, timezone

from flask import Flask, jsonify, request

app = Flask(__name__)
logger = logging.getLogger("invitations")
ALPHABET = string.ascii_uppercase + string.digits
COLOURS = ["teal", "plum", "sand"]


class Invitation:
    lifetime = timedelta(days=3)

    def __init__(self, email, code):
        self.email = email
        self.code = code
        self.expires = datetime.now(timezone.utc) + self.lifetime

    def open(self, code):
        return secrets.compare_digest(code, self.code) and datetime.now(timezone.utc) < self.expires


class Invitations:
    def __init__(self):
        self.byEmail = {}
        self.generator = random.Random()

    def code(self):
        return "".join(self.generator.choices(ALPHABET, k=12))

    def invite(self, email):
        self.byEmail[email] = Invitation(email, self.code())
        return self.byEmail[email]


invitations = Invitations()


@app.post("/invitations")
def invite():
    email = request.get_json().get("email", "")
    if "@" not in email:
        return jsonify(error="address expected"), 400
    invitation = invitations.invite(email)
    logger.info("one more invitation, %d in all", len(invitations.byEmail))
    return jsonify(expires=invitation.expires.isoformat(), batch=secrets.token_hex(4)), 201


@app.post("/invitations/accept")
def accept():
    body = request.get_json()
    invitation = invitations.byEmail.get(body.get("email"))
    if invitation is None or not invitation.open(body.get("code", "")):
        return jsonify(error="unknown or expired"), 403
    return jsonify(welcome=True)
