import logging

from flask import Flask, jsonify, render_template_string, request
from flask_login import LoginManager, current_user, login_required

app = Flask(__name__)
LoginManager(app)
logger = logging.getLogger("newsletter")

FRAME = """<!doctype html>
<header>{{ subject }}</header>
%(body)s
<footer>{{ sender }}</footer>
"""
LAYOUTS = {"plain": "<main>{{ text }}</main>", "quote": "<blockquote>{{ text }}</blockquote>"}


class Issue:
    def __init__(self, subject, text, layout):
        self.subject = subject
        self.text = text
        self.layout = layout

    def body(self):
        body = LAYOUTS.get(self.layout)
        if body is None:
            body = "<main class='" + self.layout + "'>{{ text }}</main>"
        return body

    def render(self, sender):
        template = FRAME % {"body": self.body()}
        return render_template_string(template, subject=self.subject, text=self.text, sender=sender)


@app.post("/newsletter/preview")
@login_required
def preview():
    values = request.get_json(silent=True)
    if not isinstance(values, dict) or "subject" not in values:
        return jsonify(error="subject expected"), 400
    issue = Issue(values["subject"], values.get("text", ""), values.get("layout", "plain"))
    page = issue.render(current_user.display_name)
    logger.info("preview of %d characters", len(page))
    return jsonify(page=page)
