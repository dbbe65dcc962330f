import logging
import os

from flask import Flask, abort, jsonify, request, send_file
from werkzeug.utils import secure_filename

app = Flask(__name__)
logger = logging.getLogger("courses")
LIBRARY = "/srv/courses"


class CourseFile:
    """One file of one course, in one language."""

    def __init__(self, course, language, name):
        self.course = course
        self.language = language
        self.name = name

    def location(self):
        return os.path.join(LIBRARY, f"course-{self.course:04d}", self.language, self.name)

    def exists(self):
        return os.path.isfile(self.location())


def read_wish():
    wish = {
        "course": request.args.get("course", type=int),
        "language": request.args.get("language", "en"),
        "name": secure_filename(request.args.get("name", "")),
    }
    if wish["course"] is None or not wish["name"]:
        abort(400)
    return wish


@app.get("/courses/file")
def course_file():
    wish = read_wish()
    wanted = CourseFile(wish["course"], wish["language"], wish["name"])
    logger.info("file of course %d", wish["course"])
    if not wanted.exists():
        return jsonify(error="no such file"), 404
    return send_file(wanted.location(), as_attachment=True)


@app.get("/courses")
def courses():
    return jsonify(courses=sorted(os.listdir(LIBRARY)))
