import io
import logging
from decimal import Decimal, InvalidOperation

from flask import Flask, jsonify, request
from lxml import etree

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 512 * 1024
log = logging.getLogger("freight")


class Reader:
    def __init__(self, **options):
        self.options = options

    def parser(self):
        return etree.XMLParser(**self.options)

    def root(self, raw):
        return etree.parse(io.BytesIO(raw), self.parser()).getroot()


STRICT = dict(resolve_entities=False, no_network=True, load_dtd=False)
RICH = dict(resolve_entities=True, no_network=False, load_dtd=True)
readers = {"incoming": Reader(**STRICT), "schema": Reader(**RICH)}


def lines(root):
    for node in root.iterfind(".//line"):
        yield node.findtext("text", ""), Decimal(node.findtext("amount", "0"))


def house_schema():
    with open("/opt/freight/invoice.rng", "rb") as handle:
        return etree.RelaxNG(readers["incoming"].root(handle.read()))


@app.post("/invoices")
def accept():
    upload = request.files.get("invoice")
    currency = request.form.get("currency", "EUR")
    if upload is None or currency not in ("EUR", "NOK"):
        return jsonify(error="invoice and currency are needed"), 400
    try:
        root = readers["schema"].root(upload.read())
        if not house_schema().validate(root):
            return jsonify(error="schema"), 422
        entries = [{"text": t, "amount": str(a)} for t, a in lines(root)]
    except (etree.XMLSyntaxError, InvalidOperation):
        log.info("unreadable invoice")
        return jsonify(error="format"), 400
    return jsonify(currency=currency, entries=entries), 201
