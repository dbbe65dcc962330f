import ldap
from flask import Flask, jsonify, request

app = Flask(__name__)
BASE = "ou=people,dc=example,dc=org"


@app.get("/people")
def people():
    name = request.args.get("name", "")
    connection = ldap.initialize("ldaps://directory.example.org")
    found = connection.search_s(BASE, ldap.SCOPE_SUBTREE, f"(&(objectClass=person)(cn={name}))", ["cn"])
    return jsonify([dn for dn, _ in found])
