import os

from flask import Flask, jsonify, request
from werkzeug.utils import secure_filename

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 4 << 20
GALLERY = os.path.join(app.static_folder, "gallery")


@app.post("/gallery")
def upload():
    picture = request.files["picture"]
    name = secure_filename(picture.filename)
    picture.save(os.path.join(GALLERY, name))
    return jsonify(url=f"/static/gallery/{name}"), 201
