import html
import sqlite3
from contextlib import closing

from flask import Flask, Response, jsonify, request

app = Flask(__name__)
DATABASE = "guestbook.db"

PAGE = """<!doctype html>
<title>Guest book</title>
<h1>%(heading)s</h1>
<form method="post"><input name="name"><textarea name="text"></textarea></form>
<ul>%(entries)s</ul>
"""


def count_visit():
    with closing(sqlite3.connect(DATABASE)) as db, db:
        db.execute("INSERT INTO visits (at) VALUES (datetime('now'))")
        return db.execute("SELECT count(*) FROM visits").fetchone()[0]


class EntryView:
    def __init__(self, name, text):
        self.name = html.escape(name)
        self.text = text

    def render(self):
        return "<li><b>" + self.name + "</b>: " + self.text + "</li>"


@app.post("/guestbook")
def sign():
    name = request.form.get("name", "").strip()
    text = request.form.get("text", "").strip()
    if not name or not text:
        return jsonify(error="name and text expected"), 400
    visits = count_visit()
    view = EntryView(name[:80], text[:2000])
    body = PAGE % {"heading": f"Visit {visits}", "entries": view.render()}
    return Response(body, mimetype="text/html")
