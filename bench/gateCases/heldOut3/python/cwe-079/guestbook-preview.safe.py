import logging
from datetime import date

from flask import Flask, Response, jsonify, request
from markupsafe import escape

app = Flask(__name__)
log = logging.getLogger("guestbook")

MOODS = {"happy": "&#9786;", "sad": "&#9785;"}
LONGEST = 600


def tidy(text: str) -> str:
    return " ".join(text.split())


class Card:
    def __init__(self, author: str, message: str, mood: str) -> None:
        self.author = author
        self.message = message
        self.mood = mood

    def html(self) -> str:
        icon = MOODS.get(self.mood, "")
        return (
            '<article class="card">'
            f"<h2>{icon} {self.author}</h2>"
            f"<p>{self.message}</p>"
            f"<footer>{date.today().isoformat()}</footer>"
            "</article>"
        )


def page(card: Card) -> str:
    return f"<!doctype html><title>Preview</title><main>{card.html()}</main>"


@app.post("/guestbook/preview")
def preview():
    form = request.form
    mood = form.get("mood", "")
    raw = form.get("message", "")
    if len(raw) > LONGEST:
        return jsonify(error="message too long"), 413

    author = str(escape(form.get("author", "somebody")))
    message = raw
    if form.get("compact") == "on":
        message = tidy(raw)
    message = str(escape(message))

    log.info("preview of %d characters", len(message))
    card = Card(author, message, mood)
    return Response(page(card), mimetype="text/html")


@app.errorhandler(500)
def broken(_error):
    return jsonify(error="something went wrong"), 500
