from flask import Flask, jsonify, request
from lxml import etree

app = Flask(__name__)
STAFF = etree.parse("staff.xml")


@app.get("/staff/email")
def email():
    name = request.args.get("name", "")
    found = STAFF.xpath(f"//person[@name='{name}']/email/text()")
    return jsonify(found=[str(address) for address in found])
