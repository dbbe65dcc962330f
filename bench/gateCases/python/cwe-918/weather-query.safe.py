import requests
from flask import Flask, jsonify, request

app = Flask(__name__)
SERVICE = "https://weather.example.org/v2/current"


@app.get("/weather")
def weather():
    city = request.args.get("city", "Bern")
    units = request.args.get("units", "metric")
    answer = requests.get(SERVICE, params={"q": city, "units": units}, timeout=5)
    if not answer.ok:
        return jsonify(error="no weather"), 502
    return jsonify(answer.json())
