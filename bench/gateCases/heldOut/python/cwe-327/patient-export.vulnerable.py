import json
import logging
import os

from Crypto.Cipher import AES, Blowfish
from Crypto.Util.Padding import pad
from flask import Flask, jsonify, request

app = Flask(__name__)
logger = logging.getLogger("export")


class Sealer:
    """Seals exports for partners; each partner says which scheme it can open."""

    def __init__(self, key):
        self.key = key

    def modern(self, data):
        cipher = AES.new(self.key, AES.MODE_GCM, nonce=os.urandom(12))
        body, tag = cipher.encrypt_and_digest(data)
        return cipher.nonce + tag + body

    def compact(self, data):
        iv = os.urandom(8)
        return iv + Blowfish.new(self.key[:16], Blowfish.MODE_CBC, iv).encrypt(pad(data, 8))


def partner_key():
    return bytes.fromhex(os.environ["PARTNER_KEY"])


def rows(body):
    return [{"id": int(row["id"]), "result": str(row["result"])} for row in body["rows"]]


@app.post("/export")
def export():
    try:
        data = json.dumps(rows(request.get_json())).encode()
    except (KeyError, TypeError, ValueError):
        return jsonify(error="rows expected"), 400
    sealer = Sealer(partner_key())
    scheme = request.args.get("scheme", "modern")
    sealed = sealer.compact(data) if scheme == "compact" else sealer.modern(data)
    logger.info("export of %d bytes", len(sealed))
    return jsonify(sealed=sealed.hex())
