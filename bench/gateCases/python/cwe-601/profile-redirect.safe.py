from flask import Flask, flash, redirect, request, url_for

app = Flask(__name__)


@app.post("/profile")
def save_profile():
    next_page = request.form.get("next", "profile")
    flash("Saved")
    next_page = "settings" if next_page == "settings" else "profile"
    return redirect(url_for(next_page, saved=1))


@app.get("/profile")
def profile():
    return {"page": "profile"}


@app.get("/settings")
def settings():
    return {"page": "settings"}
