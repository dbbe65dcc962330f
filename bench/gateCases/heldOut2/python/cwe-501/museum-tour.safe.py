import logging
import os

from flask import Flask, abort, jsonify, request, session
from museum.db import find_visitor

app = Flask(__name__)
app.secret_key = os.environ["MUSEUM_SECRET"]
app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_HTTPONLY=True)
log = logging.getLogger("museum")
HALLS = ("bronze", "glass", "maps")


class Visit:
    def __init__(self, visitor):
        self.visitor = visitor
        self.notes = {}

    def remember(self, key, value):
        self.notes[key] = value

    def store(self, target):
        target["visitor"] = self.visitor.id
        for key in ("hall", "tier"):
            target[key] = self.notes[key]


def form_value(name, fallback):
    value = request.form.get(name, fallback)
    return value.strip().lower()


@app.post("/tour/start")
def start():
    visitor = find_visitor(request.form.get("ticket", ""))
    if visitor is None:
        abort(404)
    hall = form_value("hall", "glass")
    if hall not in HALLS:
        return jsonify(error="hall"), 400
    tier = form_value("tier", "basic")
    visit = Visit(visitor)
    visit.remember("hall", HALLS[HALLS.index(hall)])
    visit.remember("asked", tier)
    visit.remember("tier", visitor.tier)
    visit.store(session)
    log.info("visit started in %s", session["hall"])
    return jsonify(hall=session["hall"]), 201


@app.get("/tour/backstage")
def backstage():
    if session.get("tier") != "patron":
        abort(403)
    return jsonify(rooms=["archive", "workshop"])
