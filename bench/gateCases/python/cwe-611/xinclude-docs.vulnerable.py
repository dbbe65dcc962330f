from flask import Flask, jsonify, request
from lxml import etree

app = Flask(__name__)


def flatten(tree):
    tree.xinclude()
    return [chapter.text for chapter in tree.iter("chapter")]


@app.post("/manual")
def manual():
    upload = request.files["manual"]
    try:
        tree = etree.parse(upload.stream, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return jsonify(error="not XML"), 400
    return jsonify(chapters=flatten(tree))
