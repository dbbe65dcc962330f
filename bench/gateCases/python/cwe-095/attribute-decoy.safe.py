from flask import Flask, jsonify, request

app = Flask(__name__)


class Formula:
    def __init__(self, label):
        self.label = label
        self.text = "width * height"

    def value(self, width, height):
        return eval(self.text, {"__builtins__": {}}, {"width": width, "height": height})


@app.post("/area")
def area():
    payload = request.get_json()
    formula = Formula(payload["label"])
    return jsonify(label=formula.label, value=formula.value(float(payload["w"]), float(payload["h"])))
