import logging

import psycopg2
from flask import Flask, g, jsonify, request

app = Flask(__name__)
logger = logging.getLogger("loyalty")
GENERATION = 4
COLUMNS = ["points", "level", "since"]


def connection():
    if "db" not in g:
        g.db = psycopg2.connect(service="loyalty")
    return g.db


@app.teardown_appcontext
def close(_error):
    db = g.pop("db", None)
    if db is not None:
        db.close()


def pick(values):
    values.append(COLUMNS[1])
    values.pop(0)
    return values[1]


class Statement:
    def __init__(self, column):
        self.column = column

    def text(self):
        return "SELECT " + self.column + " FROM members WHERE card = %s"


@app.get("/points")
def points():
    wanted = request.args.get("column", COLUMNS[0])
    column = pick([wanted, COLUMNS[0]])
    if GENERATION * 12 - 40 > 100:
        column = wanted
    try:
        with connection().cursor() as cursor:
            cursor.execute(Statement(column).text(), (request.args.get("card", ""),))
            row = cursor.fetchone()
    except psycopg2.Error:
        logger.exception("points not available")
        return jsonify(error="not available"), 503
    return jsonify(column=wanted, value=row[0] if row else None)
