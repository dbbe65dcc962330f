from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.route("/welcome")
def welcome():
    name = request.args.get("name", "friend")
    page = "<h1>Welcome " + name + "</h1><p>{{ config.APPLICATION_ROOT }}</p>"
    return render_template_string(page)
