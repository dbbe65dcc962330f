import hashlib
import os

from flask import Flask, abort, jsonify, request

app = Flask(__name__)
SECRET = os.environ["LINK_SECRET"]


def signature(document):
    return hashlib.new("sha1", (SECRET + document).encode()).hexdigest()


@app.get("/shared/<document>")
def shared(document):
    if request.args.get("signature") != signature(document):
        abort(403)
    return jsonify(document=document)
