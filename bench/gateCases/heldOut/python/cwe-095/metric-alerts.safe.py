import logging
from dataclasses import dataclass, field

from flask import Flask, jsonify, request

app = Flask(__name__)
logger = logging.getLogger("alerts")
EXPRESSIONS = {"above": "value > threshold", "below": "value < threshold"}


@dataclass
class Alert:
    name: str
    threshold: float
    expression: str = EXPRESSIONS["above"]
    history: list = field(default_factory=list)

    def fires(self, value):
        names = {"value": value, "threshold": self.threshold, "history": self.history}
        return bool(eval(self.expression, {"__builtins__": {}}, names))


class AlertBook:
    def __init__(self):
        self.alerts = {}

    def add(self, definition):
        alert = Alert(str(definition["name"])[:40], float(definition["threshold"]))
        if definition.get("expression"):
            alert.expression = EXPRESSIONS[definition["expression"]]
        self.alerts[alert.name] = alert
        return alert


book = AlertBook()


@app.post("/alerts/check")
def check():
    body = request.get_json()
    try:
        alert = book.add(body["alert"])
        value = float(body["value"])
    except (KeyError, TypeError, ValueError):
        return jsonify(error="alert and value expected"), 400
    fired = alert.fires(value)
    alert.history.append(value)
    logger.info("checked one alert, fired=%s", fired)
    return jsonify(name=alert.name, fired=fired)
