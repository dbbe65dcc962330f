import json
import shutil

from flask import Flask, jsonify, request

app = Flask(__name__)
THEMES = "themes/"


def theme_source(options):
    return "{}{}/theme.json".format(THEMES, options["base"])


@app.put("/themes")
def clone_theme():
    options = {"base": "default", "label": request.form["label"], "copy": "custom"}
    shutil.copyfile(theme_source(options), THEMES + options["copy"] + "/theme.json")
    with open(THEMES + options["copy"] + "/theme.json") as fh:
        return jsonify(theme=json.load(fh), label=options["label"])
