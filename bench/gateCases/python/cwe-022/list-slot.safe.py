import os

from flask import Flask, jsonify, request

app = Flask(__name__)
ROOT = "/srv/wiki"


def pages():
    return [request.args.get("title", ""), "index.txt"]


@app.get("/wiki")
def wiki():
    values = pages()
    title = values[0]
    path = os.path.join(ROOT, values[1])
    with open(path, encoding="utf-8") as page:
        return jsonify(title=title, text=page.read())
