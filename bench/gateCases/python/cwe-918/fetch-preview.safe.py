from urllib.parse import urlsplit

import requests
from flask import Flask, abort, jsonify, request

app = Flask(__name__)
HOSTS = {"blog.example.org", "news.example.org"}


@app.route("/link-preview")
def link_preview():
    url = request.args["url"]
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.netloc not in HOSTS:
        abort(400)
    page = requests.get(url, timeout=5, allow_redirects=False)
    return jsonify(status=page.status_code, size=len(page.content))
