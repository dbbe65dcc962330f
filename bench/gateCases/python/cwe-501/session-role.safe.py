from flask import Flask, jsonify, request, session

from settings import secret_key

app = Flask(__name__)
app.secret_key = secret_key()
CHOICES = {"theme": {"dark", "light"}, "density": {"wide", "narrow"}}


@app.post("/preferences")
def preferences():
    for key, values in CHOICES.items():
        choice = request.form.get(key)
        if choice in values:
            session[key] = choice
    return jsonify(saved=len(CHOICES))
