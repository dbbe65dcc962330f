import os

from flask import Blueprint, jsonify, request
from werkzeug.utils import secure_filename

notes = Blueprint("notes", __name__)
NOTES = os.path.abspath("data/notes")


def remove_note(entry):
    folder = secure_filename(entry["folder"])
    title = secure_filename(entry["title"])
    target = os.path.join(NOTES, folder, title + ".md")
    os.remove(target)


@notes.route("/notes", methods=["DELETE"])
def delete_notes():
    removed = 0
    for entry in request.get_json()["entries"]:
        try:
            remove_note(entry)
            removed += 1
        except FileNotFoundError:
            continue
    return jsonify(removed=removed)
