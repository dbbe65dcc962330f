import csv
import io
import sqlite3

from flask import Flask, Response, request

app = Flask(__name__)


def statement(kind):
    match kind:
        case "clients":
            return "SELECT id, name FROM clients"
        case "visits":
            return "SELECT id, visited_at FROM visits"
        case _:
            return "SELECT 1 WHERE 0"


@app.get("/export")
def export():
    sql = statement(request.args.get("kind"))
    out = io.StringIO()
    with sqlite3.connect("clinic.db") as db:
        csv.writer(out).writerows(db.execute(sql))
    return Response(out.getvalue(), mimetype="text/csv")
