import os
import platform

from flask import Flask, jsonify

app = Flask(__name__)


@app.route("/diagnostics")
def diagnostics():
    return jsonify(
        python=platform.python_version(),
        environment=dict(os.environ),
    )
