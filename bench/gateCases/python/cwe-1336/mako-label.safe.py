from flask import Flask, jsonify, request
from mako.template import Template

app = Flask(__name__)
PATTERNS = {"short": "${sku}", "long": "${sku}: ${price} EUR"}


class LabelPrinter:
    def __init__(self, pattern):
        self.template = Template(pattern)

    def print(self, item):
        return self.template.render(sku=item["sku"], price=item["price"])


@app.post("/labels")
def labels():
    wish = request.json
    printer = LabelPrinter(PATTERNS.get(wish.get("pattern"), "${sku}"))
    return jsonify([printer.print(item) for item in wish["items"]])
