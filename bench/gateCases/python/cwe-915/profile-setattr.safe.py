from flask import Flask, jsonify, request
from flask_login import LoginManager, current_user, login_required

from accounts import db

app = Flask(__name__)
LoginManager(app)
EDITABLE = ("display_name", "language", "timezone")


@app.patch("/me")
@login_required
def update_me():
    for field, value in request.get_json().items():
        if field in EDITABLE:
            setattr(current_user, field, value)
    db.session.commit()
    return jsonify(id=current_user.id)
