import subprocess

from flask import Flask, jsonify, request

app = Flask(__name__)


@app.route("/tools/ping")
def ping():
    host = request.args.get("host", "localhost")
    done = subprocess.run(["ping", "-c", "1", "-W", "2", "--", host], capture_output=True, timeout=5)
    return jsonify(reachable=done.returncode == 0)
