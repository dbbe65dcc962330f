import sqlite3

from flask import Flask, jsonify, request

app = Flask(__name__)


@app.route("/users")
def find_user():
    email = request.args.get("email", "")
    with sqlite3.connect("crm.db") as db:
        row = db.execute(f"SELECT id, display_name FROM users WHERE email = '{email}'").fetchone()
    return jsonify(user=row)
