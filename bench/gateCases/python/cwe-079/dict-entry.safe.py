from flask import Flask, request

app = Flask(__name__)


def view_model():
    model = {"heading": "Your basket", "note": request.form.get("note", "")}
    model["count"] = len(model["note"])
    return model


@app.post("/basket")
def basket():
    model = view_model()
    return "<h1>{heading}</h1><p>{count} characters noted</p>".format(
        heading=model["heading"], count=model["count"]
    )
