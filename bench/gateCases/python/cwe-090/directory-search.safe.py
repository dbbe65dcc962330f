import ldap
from flask import Flask, jsonify, request
from ldap.filter import escape_filter_chars

app = Flask(__name__)
BASE = "ou=people,dc=example,dc=org"


@app.get("/people")
def people():
    name = escape_filter_chars(request.args.get("name", ""))
    connection = ldap.initialize("ldaps://directory.example.org")
    found = connection.search_s(BASE, ldap.SCOPE_SUBTREE, f"(&(objectClass=person)(cn={name}))", ["cn"])
    return jsonify([dn for dn, _ in found])
