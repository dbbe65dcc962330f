from flask import Flask, jsonify, request

app = Flask(__name__)


@app.route("/calc")
def calc():
    expression = request.args.get("expr", "0")
    try:
        result = eval(expression)
    except (SyntaxError, NameError, ZeroDivisionError):
        return jsonify(error="bad expression"), 400
    return jsonify(result=result)
