from flask import Flask, render_template_string, request

app = Flask(__name__)

CARD = """
<div class="card">
  <h2>{{ title }}</h2>
  <div>{{ description|safe }}</div>
</div>
"""


@app.route("/card", methods=["POST"])
def card():
    data = request.get_json()
    return render_template_string(CARD, title=data["title"], description=data["description"])
