import subprocess

from flask import Flask, jsonify, request

app = Flask(__name__)
WATCHED = ["/home", "/var", "/srv"]


def build(parts):
    line = "du -sh"
    for part in parts:
        line += " " + part
    return line


@app.route("/usage")
def usage():
    wanted = request.args.get("contains", "")
    try:
        text = subprocess.check_output(build(WATCHED), shell=True, text=True)
    except subprocess.CalledProcessError:
        return jsonify(error="du failed"), 500
    return jsonify(lines=[line for line in text.splitlines() if wanted in line])
