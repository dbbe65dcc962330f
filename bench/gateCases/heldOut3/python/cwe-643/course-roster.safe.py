import logging
import re

from flask import Flask, jsonify, request
from lxml import etree

app = Flask(__name__)
log = logging.getLogger("roster")

TERM = re.compile(r"\A[0-9]{4}-[12]\Z")
GROUP = re.compile(r"\A[A-Z]{1,3}[0-9]{0,2}\Z")
SOURCE = "data/roster.xml"


class Roster:
    def __init__(self, path: str) -> None:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        self.tree = etree.parse(path, parser)

    def students(self, term: str, group: str) -> list:
        query = f"/roster/term[@id='{term}']/group[@name='{group}']/student"
        return self.tree.xpath(query)

    def by_id(self, number: str) -> list:
        return self.tree.xpath("//student[@id=$number]", number=number)


def check(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.match(value):
        raise ValueError("malformed value")
    return value


def describe(node) -> dict[str, str]:
    return {"id": node.get("id", ""), "name": node.findtext("name", default="")}


@app.get("/roster")
def list_group():
    values = {
        "term": request.args.get("term", "2025-1"),
        "group": request.args.get("group", "A"),
        "tutor": request.args.get("tutor", "A"),
    }
    try:
        term = check(TERM, values["term"])
        check(GROUP, values["group"])
    except ValueError as error:
        return jsonify(error=str(error)), 400
    try:
        found = Roster(SOURCE).students(term, values["group"])
    except (OSError, etree.XPathError):
        log.exception("roster could not be read")
        return jsonify(error="roster unavailable"), 500
    log.info("%d students", len(found))
    return jsonify(students=[describe(node) for node in found], tutor=values["tutor"])


@app.get("/roster/<number>")
def one(number: str):
    found = Roster(SOURCE).by_id(number)
    if not found:
        return jsonify(error="no such student"), 404
    return jsonify(describe(found[0]))
