import logging
from functools import lru_cache

from flask import Blueprint, jsonify, request
from lxml import etree

herbarium = Blueprint("herbarium", __name__)
log = logging.getLogger("herbarium")
SHEETS = "/srv/herbarium/sheets.xml"


@lru_cache(maxsize=1)
def sheets():
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.parse(SHEETS, parser)


class Lookup:
    def __init__(self, tree):
        self.tree = tree
        self.bound = {}

    def bind(self, **values):
        self.bound.update(values)
        return self

    def ask(self, path):
        return self.tree.xpath(path, **self.bound)


def summary(node):
    return {
        "id": node.get("id"),
        "collector": node.findtext("collector"),
        "year": node.findtext("year"),
    }


@herbarium.route("/specimens")
def specimens():
    genus = request.args.get("genus", "Carex")
    county = request.args.get("county", "")
    try:
        since = int(request.args.get("since", "1800"))
    except ValueError:
        return jsonify(error="since"), 400
    lookup = Lookup(sheets()).bind(genus=genus, county=county)
    path = "//sheet[@public='yes' and year >= %d and genus = $genus" % since
    if county:
        path += " and county = $county"
    try:
        found = lookup.ask(path + "]")
    except etree.XPathError:
        log.exception("specimen lookup")
        return jsonify(error="query"), 400
    return jsonify(count=len(found), sheets=[summary(n) for n in found[:50]])
