from flask import Flask, jsonify, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///log.db"
db = SQLAlchemy(app)


@app.route("/entries")
def entries():
    try:
        limit = min(int(request.args.get("limit", "20")), 200)
        offset = int(request.args.get("offset", "0"))
    except ValueError:
        return jsonify(error="numbers expected"), 400
    rows = db.session.execute(text(f"SELECT id, line FROM entries LIMIT {limit} OFFSET {offset}"))
    return jsonify([tuple(row) for row in rows])
