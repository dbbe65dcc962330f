import hashlib
import hmac
import os

from flask import Flask, abort, jsonify, request

app = Flask(__name__)
SECRET = os.environ["LINK_SECRET"]


def signature(document):
    return hmac.new(SECRET.encode(), document.encode(), "sha256").hexdigest()


@app.get("/shared/<document>")
def shared(document):
    given = request.args.get("signature", "")
    if not hmac.compare_digest(given, signature(document)):
        abort(403)
    etag = hashlib.md5(document.encode(), usedforsecurity=False).hexdigest()
    return jsonify(document=document), 200, {"ETag": etag}
