from flask import Flask, jsonify, request
from lxml import etree

app = Flask(__name__)
MENU = """<!DOCTYPE menu [<!ENTITY shop "Corner Shop">]>
<menu><entry key="tea">Tea at &shop;</entry><entry key="milk">Milk</entry></menu>"""


@app.get("/menu")
def menu():
    parser = etree.XMLParser(resolve_entities=True, no_network=True)
    root = etree.fromstring(MENU, parser)
    key = request.args.get("key")
    return jsonify([entry.text for entry in root if key in (None, entry.get("key"))])
