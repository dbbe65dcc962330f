from flask import Flask, jsonify, request, session

from settings import secret_key

app = Flask(__name__)
app.secret_key = secret_key()


@app.post("/preferences")
def preferences():
    for key, value in request.form.items():
        session[key] = value
    return jsonify(saved=len(request.form))
