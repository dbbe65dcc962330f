from flask import Flask, render_template, request
from markupsafe import Markup, escape

app = Flask(__name__)
COMMENTS = []


class Comment:
    def __init__(self, author, text):
        self.author = author
        self.text = text

    @property
    def html(self):
        lines = Markup("<br>").join(escape(line) for line in self.text.split("\n"))
        return Markup("<blockquote>{}</blockquote>").format(lines)


@app.post("/comments")
def add_comment():
    COMMENTS.append(Comment(request.form["author"], request.form["text"]))
    return render_template("comments.html", comments=[c.html for c in COMMENTS])
