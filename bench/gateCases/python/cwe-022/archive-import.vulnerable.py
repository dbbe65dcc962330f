import tarfile
import zipfile

from flask import Flask, jsonify, request

app = Flask(__name__)
PLUGINS = "/opt/editor/plugins"


class PluginInstaller:
    def __init__(self, root):
        self.root = root

    def install(self, stream):
        with tarfile.open(fileobj=stream, mode="r:gz") as bundle:
            for member in bundle.getmembers():
                destination = self.root + "/" + member.name
                source = bundle.extractfile(member)
                if source is None:
                    continue
                with open(destination, "wb") as out:
                    out.write(source.read())


@app.post("/plugins")
def add_plugin():
    upload = request.files["bundle"]
    try:
        PluginInstaller(PLUGINS).install(upload.stream)
    except (tarfile.TarError, zipfile.BadZipFile):
        return jsonify(error="unreadable bundle"), 400
    return jsonify(status="installed")
