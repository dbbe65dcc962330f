import os
import tarfile

from flask import Flask, jsonify, request

app = Flask(__name__)
PLUGINS = "/opt/editor/plugins"


class PluginInstaller:
    def __init__(self, root):
        self.root = os.path.realpath(root)

    def install(self, stream):
        with tarfile.open(fileobj=stream, mode="r:gz") as bundle:
            for member in bundle.getmembers():
                destination = os.path.realpath(os.path.join(self.root, member.name))
                if os.path.commonpath([self.root, destination]) != self.root:
                    raise tarfile.TarError("entry outside of the bundle")
                if member.isfile():
                    bundle.extract(member, self.root, filter="data")


@app.post("/plugins")
def add_plugin():
    upload = request.files["bundle"]
    try:
        PluginInstaller(PLUGINS).install(upload.stream)
    except tarfile.TarError:
        return jsonify(error="unreadable bundle"), 400
    return jsonify(status="installed")
