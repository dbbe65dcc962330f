from flask import Flask, jsonify, request

app = Flask(__name__)


@app.get("/grid")
def grid():
    size = int(request.args.get("size", "10"))
    cells = [[0] * size for _ in range(size)]
    cells[0][0] = 1
    return jsonify(cells)
