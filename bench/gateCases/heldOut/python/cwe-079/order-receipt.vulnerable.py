import logging
from html import escape

from flask import Flask, Response, jsonify, request

from shop import load_order

app = Flask(__name__)
logger = logging.getLogger("receipt")
STYLE = "<style>th{text-align:left}</style>"


class Receipt:
    def __init__(self, order, greeting, channel):
        self.order = order
        self.greeting = greeting
        self.channel = channel

    def heading(self):
        greeting = escape(self.greeting)
        logger.debug("heading of %d characters", len(greeting))
        return f"<h1>{self.greeting}</h1>"

    def rows(self):
        for number, cents in enumerate(self.order.prices, start=1):
            yield f"<tr><th>{number}</th><td>{cents / 100:.2f}</td></tr>"

    def page(self):
        parts = [STYLE, self.heading(), "<table>", *self.rows(), "</table>"]
        return "".join(parts)


def greeting_for(order):
    text = request.args.get("greeting")
    if not text or len(text) > 60:
        return "Thank you"
    return text


@app.get("/orders/<int:number>/receipt")
def receipt(number):
    order = load_order(number)
    if order is None:
        return jsonify(error="unknown order"), 404
    made = Receipt(order, greeting_for(order), request.args.get("channel", "mail"))
    if made.channel == "json":
        return jsonify(greeting=made.greeting, prices=list(order.prices))
    logger.info("receipt of order %d", number)
    return Response(made.page(), content_type="text/html; charset=utf-8")
