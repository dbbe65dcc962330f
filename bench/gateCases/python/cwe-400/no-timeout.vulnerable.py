import requests
from flask import Flask, jsonify

app = Flask(__name__)
RATES = "https://rates.example.org/daily.json"


@app.get("/rates")
def rates():
    answer = requests.get(RATES)
    if answer.status_code != 200:
        return jsonify(error="no rates today"), 502
    return jsonify(answer.json())
