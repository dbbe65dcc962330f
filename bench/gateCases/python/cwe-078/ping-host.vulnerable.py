import os

from flask import Flask, jsonify, request

app = Flask(__name__)


@app.route("/tools/ping")
def ping():
    host = request.args.get("host", "localhost")
    status = os.system("ping -c 1 -W 2 " + host)
    return jsonify(reachable=status == 0)
