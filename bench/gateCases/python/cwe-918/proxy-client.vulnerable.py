import http.client

from flask import Flask, jsonify, request

app = Flask(__name__)


def head(host, port, path="/"):
    connection = http.client.HTTPSConnection(host, port, timeout=4)
    try:
        connection.request("HEAD", path)
        return dict(connection.getresponse().getheaders())
    finally:
        connection.close()


@app.post("/inspect")
def inspect():
    match request.get_json():
        case {"host": str(host), "port": int(port)}:
            return jsonify(head(host, port))
        case {"host": str(host)}:
            return jsonify(head(host, 443))
    return jsonify(error="host expected"), 400
