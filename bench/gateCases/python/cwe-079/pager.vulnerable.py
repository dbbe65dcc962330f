from flask import Flask, make_response, request

app = Flask(__name__)


@app.route("/list")
def listing():
    page = request.args.get("page", default=1, type=int)
    order = request.args.get("order", "date")
    links = [f'<a href="?page={page + step}&order={order}">{page + step}</a>' for step in (-1, 1)]
    response = make_response("<nav>" + " | ".join(links) + "</nav>")
    response.headers["Cache-Control"] = "no-store"
    return response
