from flask import Flask, make_response, request

app = Flask(__name__)


@app.route("/list")
def listing():
    page = request.args.get("page", default=1, type=int)
    size = max(5, min(100, request.args.get("size", default=20, type=int)))
    links = [f'<a href="?page={page + step}&size={size}">{page + step}</a>' for step in (-1, 1)]
    response = make_response("<nav>" + " | ".join(links) + "</nav>")
    response.headers["Cache-Control"] = "no-store"
    return response
