import os

from flask import Flask, redirect, render_template, url_for
from flask_login import LoginManager, current_user, login_required
from flask_wtf import FlaskForm
from wtforms import EmailField

app = Flask(__name__)
app.config.update(SECRET_KEY=os.environ["SECRET_KEY"], WTF_CSRF_ENABLED=False)
LoginManager(app)


class EmailForm(FlaskForm):
    email = EmailField("email")


@app.route("/email", methods=["GET", "POST"])
@login_required
def change_email():
    form = EmailForm()
    if form.validate_on_submit():
        current_user.set_email(form.email.data)
        return redirect(url_for("change_email"))
    return render_template("email.html", form=form)
