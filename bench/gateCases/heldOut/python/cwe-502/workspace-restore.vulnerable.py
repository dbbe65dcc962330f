import base64
import binascii
import json
import logging
import pickle

from flask import Flask, jsonify, request

app = Flask(__name__)
logger = logging.getLogger("workspace")


class Codec:
    def decode(self, data):
        raise NotImplementedError


class JsonCodec(Codec):
    def decode(self, data):
        return json.loads(data)


class CompactCodec(Codec):
    def decode(self, data):
        return pickle.loads(data)


CODECS = {"json": JsonCodec(), "compact": CompactCodec()}


def codec_for(name):
    return CODECS.get(name, CODECS["json"])


def summary(workspace):
    return {"files": len(workspace.get("files", [])), "theme": workspace.get("theme", "light")}


@app.post("/workspace/restore")
def restore():
    form = request.form
    try:
        data = base64.b64decode(form["state"], validate=True)
    except (KeyError, binascii.Error):
        return jsonify(error="state expected"), 400
    try:
        workspace = codec_for(form.get("codec", "json")).decode(data)
    except (ValueError, pickle.UnpicklingError):
        logger.warning("a workspace was not readable")
        return jsonify(error="unreadable state"), 400
    return jsonify(summary(workspace))
