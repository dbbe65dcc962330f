import logging

from flask import Flask, jsonify, request
from jinja2 import Environment, TemplateError, select_autoescape
from bulletin.people import require_editor

app = Flask(__name__)
log = logging.getLogger("bulletin")
LAYOUTS = {
    "plain": "Dear {{ name }},\n\n{{ body }}\n",
    "notice": "NOTICE {{ number }}\n\n{{ body }}\n",
}


class Press:
    def __init__(self):
        self.env = Environment(autoescape=select_autoescape(default_for_string=True))
        self.layout = LAYOUTS["plain"]

    def wrap(self, before, after):
        self.layout = before + self.layout + after
        return self

    def print(self, **values):
        return self.env.from_string(self.layout).render(**values)


def issue_number(text):
    return int(text) if text.isdecimal() else 0


@app.post("/bulletins/preview")
def preview():
    require_editor()
    body = request.form.get("body", "")
    sign_off = request.form.get("sign_off", "The committee")
    number = issue_number(request.form.get("number", ""))
    layout = request.form.get("layout", "plain")
    if layout not in LAYOUTS:
        return jsonify(error="layout"), 400
    press = Press()
    press.layout = LAYOUTS[layout]
    press.wrap("", "\n-- \n{{ sign_off }}")
    try:
        text = press.print(
            name="reader", body=body, number=number, sign_off=sign_off.strip()
        )
    except TemplateError:
        log.info("preview failed")
        return jsonify(error="preview"), 422
    return jsonify(text=text, words=len(text.split()))
