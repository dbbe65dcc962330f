import logging
import sqlite3
from contextlib import contextmanager

from flask import Flask, jsonify, request

app = Flask(__name__)
logger = logging.getLogger("tickets")
ORDER = {"newest": "created_at DESC", "oldest": "created_at ASC"}


@contextmanager
def database():
    connection = sqlite3.connect("tickets.db")
    connection.row_factory = sqlite3.Row
    try:
        yield connection
    finally:
        connection.close()


class TicketQuery:
    def __init__(self):
        self.conditions = ["archived = 0"]
        self.values = []

    def assigned(self, user):
        self.conditions.append("assignee = ?")
        self.values.append(user)

    def labelled(self, label):
        self.conditions.append("label = ?")
        self.values.append(label)

    def sql(self, order):
        where = " AND ".join(self.conditions)
        return f"SELECT id, title FROM tickets WHERE {where} ORDER BY {order} LIMIT 50"


@app.get("/tickets")
def tickets():
    query = TicketQuery()
    if user := request.args.get("assignee"):
        query.assigned(user)
    if label := request.args.get("label"):
        query.labelled(label)
    order = ORDER.get(request.args.get("order", ""), ORDER["newest"])
    try:
        with database() as db:
            rows = db.execute(query.sql(order), query.values).fetchall()
    except sqlite3.Error:
        logger.exception("ticket search failed")
        return jsonify(error="search failed"), 500
    return jsonify([dict(row) for row in rows])
