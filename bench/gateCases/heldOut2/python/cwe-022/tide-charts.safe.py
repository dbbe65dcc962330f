import logging
import os

from flask import Flask, Response, jsonify, request

app = Flask(__name__)
log = logging.getLogger("tides")
CHART_HOME = "/srv/tides/charts"
MEDIA = {"pdf": "application/pdf", "svg": "image/svg+xml"}


class ChartShelf:
    def __init__(self, home):
        self.home = home

    def locate(self, basin, sheet, kind):
        return os.path.join(self.home, basin, sheet + "." + kind)

    def fetch(self, location):
        with open(location, "rb") as handle:
            return handle.read()


def leaf(text):
    tail = os.path.basename(text.replace("\\", "/"))
    if tail in ("", ".", ".."):
        raise ValueError("empty name")
    return tail


shelf = ChartShelf(CHART_HOME)


@app.get("/v2/charts")
def chart():
    wanted = {
        "basin": request.args.get("basin", "north"),
        "sheet": request.args.get("sheet", "index"),
        "kind": request.args.get("kind", "pdf"),
        "tz": request.args.get("tz", "UTC"),
    }
    if wanted["kind"] not in MEDIA:
        return jsonify(error="kind"), 400
    try:
        wanted["basin"] = leaf(wanted["basin"])
        sheet = leaf(wanted["sheet"])
        location = shelf.locate(wanted["basin"], sheet, wanted["kind"])
        body = shelf.fetch(location)
    except ValueError:
        return jsonify(error="name"), 400
    except OSError:
        log.info("chart missing")
        return jsonify(error="missing"), 404
    return Response(body, mimetype=MEDIA[wanted["kind"]], headers={
        "Content-Disposition": "attachment",
        "X-Content-Type-Options": "nosniff",
    })
