import sqlite3

from flask import Flask, jsonify, request

app = Flask(__name__)


@app.get("/readings")
def readings():
    sensor = request.args.get("sensor", "")
    if not sensor.isalnum():
        return jsonify(error="unknown sensor"), 400
    with sqlite3.connect("sensors.db") as db:
        rows = db.execute(f"SELECT at, value FROM readings WHERE sensor = '{sensor}'").fetchall()
    return jsonify(rows)
