from flask import Flask, abort, jsonify, request
from flask_login import LoginManager, login_required

from payroll import all_salaries

app = Flask(__name__)
LoginManager(app)


@app.get("/salaries")
@login_required
def salaries():
    if request.headers.get("X-Role") != "admin":
        abort(403)
    return jsonify(all_salaries())
