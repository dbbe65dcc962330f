import os

from flask import Flask, abort, jsonify, request

app = Flask(__name__)


@app.get("/ports/check")
def check_port():
    raw = request.args.get("port", "")
    try:
        port = int(raw)
    except ValueError:
        abort(400)
    if not 0 < port < 65536:
        abort(400)
    status = os.system(f"nc -z localhost {port}")
    return jsonify(open=status == 0)
