import requests
from flask import Flask, jsonify, request

app = Flask(__name__)
FEEDS = {"world": "https://news.example.org/world.json"}


@app.get("/feed")
def feed():
    source = FEEDS.get(request.args.get("name", "")) or request.args.get("source")
    if not source:
        return jsonify(error="nothing to read"), 400
    session = requests.Session()
    session.headers["User-Agent"] = "reader/1.0"
    entries = session.request("GET", source, timeout=8).json()
    return jsonify(entries[:10])
