from flask import Flask, abort, jsonify
from flask_login import LoginManager, current_user, login_required

from payroll import all_salaries

app = Flask(__name__)
LoginManager(app)


@app.get("/salaries")
@login_required
def salaries():
    if current_user.role != "admin":
        abort(403)
    return jsonify(all_salaries())
