import os

from flask import Flask, abort, request, send_file

app = Flask(__name__)
REPORTS = "/srv/reports"


@app.route("/reports/download")
def download_report():
    name = request.args.get("name")
    if not name:
        abort(400)
    path = os.path.join(REPORTS, name)
    if not os.path.exists(path):
        abort(404)
    return send_file(path, as_attachment=True)
