import os
import uuid

from flask import Flask, abort, jsonify, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 4 << 20
GALLERY = os.path.join(app.static_folder, "gallery")
EXTENSIONS = {".png", ".jpg", ".webp"}


@app.post("/gallery")
def upload():
    picture = request.files["picture"]
    extension = os.path.splitext(picture.filename)[1].lower()
    if extension not in EXTENSIONS:
        abort(415)
    name = uuid.uuid4().hex + extension
    picture.save(os.path.join(GALLERY, name))
    return jsonify(url=f"/static/gallery/{name}"), 201
