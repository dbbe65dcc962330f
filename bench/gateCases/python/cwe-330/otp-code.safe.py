from secrets import randbelow

from flask import Flask, jsonify, request

from sms import send_sms

app = Flask(__name__)
CODES = {}


@app.post("/otp")
def otp():
    phone = request.json["phone"]
    CODES[phone] = f"{randbelow(1_000_000):06d}"
    send_sms(phone, "Your login code is " + CODES[phone])
    return jsonify(sent=True)
