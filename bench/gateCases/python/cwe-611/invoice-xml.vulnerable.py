from flask import Flask, jsonify, request
from lxml import etree

app = Flask(__name__)


@app.post("/invoices/xml")
def import_invoice():
    parser = etree.XMLParser(resolve_entities=True, no_network=False)
    root = etree.fromstring(request.data, parser)
    return jsonify(number=root.findtext("number"), buyer=root.findtext("buyer"))
