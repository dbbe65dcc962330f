import json
import os


class Checkpoint:
    def __init__(self, run):
        self.path = f"/tmp/trainer-{run}-{os.getpid()}.json"

    def save(self, state):
        with open(self.path, "w", encoding="utf-8") as out:
            json.dump(state, out)


Checkpoint("baseline").save({"epoch": 3, "loss": 0.18})
