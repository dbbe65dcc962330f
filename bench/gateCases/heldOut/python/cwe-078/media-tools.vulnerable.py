import logging
import shlex
import subprocess

from flask import Flask, abort, jsonify, request

app = Flask(__name__)
logger = logging.getLogger("media")
FORMATS = {"mp4": "libx264", "webm": "libvpx-vp9"}


class Transcode:
    def __init__(self, source, codec, title):
        self.source = source
        self.codec = codec
        self.title = title

    def command(self):
        parts = [
            "ffmpeg -nostdin -y",
            "-i " + self.source,
            "-c:v " + self.codec,
            "-metadata title=" + self.title,
            "out.bin",
        ]
        return " ".join(parts)

    def run(self):
        done = subprocess.run(self.command(), shell=True, capture_output=True, timeout=300)
        return done.returncode


def codec_for(name):
    codec = FORMATS.get(name)
    if codec is None:
        abort(415)
    return codec


@app.post("/transcode")
def transcode():
    payload = request.get_json(force=True)
    source = shlex.quote(payload.get("source", "in.bin"))
    title = payload.get("title", "untitled")
    codec = codec_for(payload.get("format", "mp4"))
    try:
        code = Transcode(source, codec, title).run()
    except subprocess.TimeoutExpired:
        logger.warning("transcoding took too long")
        return jsonify(error="too long"), 504
    return jsonify(ok=code == 0), 200 if code == 0 else 422
