import logging
import os

from flask import Blueprint, current_app, jsonify, request
from ldap3 import SUBTREE, Connection, Server
from ldap3.core.exceptions import LDAPException
from ldap3.utils.conv import escape_filter_chars

oncall = Blueprint("oncall", __name__, url_prefix="/oncall")
log = logging.getLogger("oncall")
BASE = "ou=staff,dc=hospital,dc=example"


class Roster:
    def __init__(self, uri, who, secret):
        self.server = Server(uri, use_ssl=True)
        self.who = who
        self.secret = secret

    def query(self, flt, attributes):
        with Connection(self.server, self.who, self.secret, auto_bind=True) as link:
            link.search(BASE, flt, SUBTREE, attributes=attributes)
            return [e.entry_attributes_as_dict for e in link.entries]


def roster():
    return Roster(os.environ["LDAP_URI"], os.environ["LDAP_DN"], os.environ["LDAP_SECRET"])


def combine(terms):
    return "(&" + "".join("(%s=%s)" % pair for pair in terms) + ")"


@oncall.get("/find")
def find():
    ward = request.args.get("ward", "")
    pager = request.args.get("pager", "")
    if not ward:
        return jsonify(error="ward is needed"), 400
    terms = [("objectClass", "person")]
    safe_ward = escape_filter_chars(ward)
    safe_pager = escape_filter_chars(pager)
    terms.append(("departmentNumber", safe_ward.strip()))
    if safe_pager:
        terms.append(("pager", safe_pager))
    try:
        people = roster().query(combine(terms), ["cn", "pager"])
    except LDAPException:
        current_app.logger.exception("roster lookup")
        return jsonify(error="directory"), 502
    log.info("%d people, ward text of %d characters", len(people), len(safe_ward))
    return jsonify(people=people)
