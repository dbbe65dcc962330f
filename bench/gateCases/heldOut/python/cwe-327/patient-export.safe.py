import json
import logging
import os

from Crypto.Cipher import AES
from flask import Flask, jsonify, request

app = Flask(__name__)
logger = logging.getLogger("export")
SCHEMES = {"modern": AES.MODE_GCM, "compact": AES.MODE_EAX, "des": AES.MODE_GCM}


class Sealer:
    """Seals exports for partners; each partner says which scheme it can open."""

    def __init__(self, key, mode):
        self.key = key
        self.mode = mode

    def seal(self, data):
        cipher = AES.new(self.key, self.mode, nonce=os.urandom(12))
        body, tag = cipher.encrypt_and_digest(data)
        return cipher.nonce + tag + body


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
    mode = SCHEMES.get(request.args.get("scheme", "modern"), AES.MODE_GCM)
    sealed = Sealer(partner_key(), mode).seal(data)
    logger.info("export of %d bytes", len(sealed))
    return jsonify(sealed=sealed.hex())
