from flask import Flask, render_template_string, request, url_for

app = Flask(__name__)


@app.get("/")
def index():
    return {"pages": 0}


@app.errorhandler(404)
def not_found(error):
    template = f"""
    <p>There is no page at {request.path}.</p>
    <p><a href="{{{{ home }}}}">Back</a></p>
    """
    return render_template_string(template, home=url_for("index")), 404
