import bleach
from flask import Flask, request

app = Flask(__name__)
TAGS = ["b", "i", "em", "strong"]


def tidy(text):
    return bleach.clean(text, tags=TAGS, attributes={}, strip=True)


@app.post("/bio")
def bio():
    match request.form.to_dict():
        case {"bio": text}:
            body = tidy(text)
        case _:
            body = "<i>nothing yet</i>"
    return "<section>" + body + "</section>"
