import logging

import ldap
from flask import Flask, jsonify, request
from ldap.filter import escape_filter_chars

app = Flask(__name__)
logger = logging.getLogger("intranet")


class Directory:
    url = "ldaps://directory.example.org"
    base = "ou=staff,dc=example,dc=org"

    def __enter__(self):
        self.connection = ldap.initialize(self.url)
        return self

    def __exit__(self, *exc):
        self.connection.unbind_s()

    def search(self, condition, attributes):
        return self.connection.search_s(self.base, ldap.SCOPE_SUBTREE, condition, attributes)


def condition_for(uid, department):
    clauses = ["(objectClass=inetOrgPerson)", "(uid=" + uid + ")"]
    if department != "any":
        clauses.append("(departmentNumber=" + escape_filter_chars(department) + ")")
    return "(&" + "".join(clauses) + ")"


@app.post("/intranet/lookup")
def lookup():
    form = request.form
    uid = form.get("uid", "").strip()
    department = form.get("department", "any")
    if len(uid) > 120:
        return jsonify(error="too long"), 400
    try:
        with Directory() as directory:
            rows = directory.search(condition_for(uid, department), ["cn", "mail"])
    except ldap.LDAPError:
        logger.exception("directory not available")
        return jsonify(error="directory not available"), 503
    return jsonify(found=[dn for dn, _ in rows])
