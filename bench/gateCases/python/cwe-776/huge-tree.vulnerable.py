from flask import Flask, jsonify, request
from lxml import etree

app = Flask(__name__)


def parser():
    return etree.XMLParser(resolve_entities="internal", huge_tree=True, no_network=True)


@app.post("/measurements")
def measurements():
    root = etree.fromstring(request.get_data(), parser())
    return jsonify(count=len(root), text=len("".join(root.itertext())))
