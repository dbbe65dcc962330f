import os
import platform

from flask import Flask, jsonify

app = Flask(__name__)


@app.route("/diagnostics")
def diagnostics():
    return jsonify(
        healthy=platform.system() != "",
        region=os.environ.get("PUBLIC_REGION", "unknown"),
    )
