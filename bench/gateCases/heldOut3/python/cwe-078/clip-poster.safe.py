import logging
import shlex
import subprocess

from flask import Flask, jsonify, request

app = Flask(__name__)
log = logging.getLogger("clips")

SIZES = {"small": "320x180", "medium": "640x360", "large": "1280x720"}
CLIPS = "/srv/clips"
POSTERS = "/srv/posters"


class PosterJob:
    def __init__(self, clip_id: int) -> None:
        self.clip_id = clip_id
        self.fields: dict[str, str] = {}

    def put(self, name: str, value: str) -> None:
        self.fields[name] = value

    def command(self) -> str:
        size = self.fields["size"]
        title = self.fields["title"]
        return (
            f"ffmpeg -y -i {CLIPS}/{self.clip_id}.mp4 -frames:v 1 -s {size}"
            f" -metadata title={title} {POSTERS}/{self.clip_id}.png"
        )


def run(command: str) -> int:
    done = subprocess.run(command, shell=True, capture_output=True, timeout=20)
    if done.returncode != 0:
        log.error("ffmpeg said %s", done.stderr[-200:])
    return done.returncode


def read_id(raw: str) -> int:
    number = int(raw)
    if number < 1:
        raise ValueError("clip ids start at 1")
    return number


@app.post("/clips/<clip>/poster")
def make_poster(clip: str):
    label = request.form.get("label", "untitled")
    wanted = request.form.get("size", "medium")
    try:
        job = PosterJob(read_id(clip))
    except ValueError:
        return jsonify(error="bad clip id"), 400

    job.put("label", label)
    job.put("title", shlex.quote(label))
    job.put("size", SIZES.get(wanted, SIZES["medium"]))

    try:
        code = run(job.command())
    except subprocess.TimeoutExpired:
        log.warning("poster of clip %d took too long", job.clip_id)
        return jsonify(error="timeout"), 504
    if code != 0:
        return jsonify(error="no poster"), 500
    return jsonify(clip=job.clip_id, label=label)
