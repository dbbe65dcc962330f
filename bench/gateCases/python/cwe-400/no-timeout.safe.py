import requests
from flask import Flask, jsonify

app = Flask(__name__)
RATES = "https://rates.example.org/daily.json"


@app.get("/rates")
def rates():
    try:
        answer = requests.get(RATES, timeout=(3, 10))
    except requests.Timeout:
        return jsonify(error="no rates today"), 504
    return jsonify(answer.json())
