import json
import tempfile
from pathlib import Path


class Checkpoint:
    def __init__(self, run):
        self.folder = tempfile.TemporaryDirectory(prefix="trainer-")
        self.path = Path(self.folder.name) / f"{run}.json"

    def save(self, state):
        with open(self.path, "w", encoding="utf-8") as out:
            json.dump(state, out)


Checkpoint("baseline").save({"epoch": 3, "loss": 0.18})
