import pymysql
from flask import Flask, jsonify, request

app = Flask(__name__)


def connect():
    return pymysql.connect(host="db", user="portal", database="portal", read_default_file="my.cnf")


@app.post("/coupons/redeem")
def redeem():
    payload = request.get_json(silent=True) or {}
    code = payload.get("code", "").strip()
    connection = connect()
    try:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE coupons SET used = used + 1 WHERE code = '%s'" % code)
            changed = cursor.rowcount
        connection.commit()
    finally:
        connection.close()
    return jsonify(redeemed=bool(changed))
