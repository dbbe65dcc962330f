import logging
import subprocess
from enum import Enum

from fastapi import FastAPI, HTTPException, Request

app = FastAPI()
logger = logging.getLogger("printing")


class Tray(Enum):
    UPPER = "upper"
    LOWER = "lower"


class Options:
    def __init__(self):
        self.values = {}

    def put(self, key, value):
        self.values[key] = value
        return self

    def get(self, key):
        return self.values.get(key)


def choose(letter, wish):
    match letter:
        case "A":
            return wish
        case "B":
            return "lower"
        case _:
            return "upper"


def spool(options):
    command = f"lpr -o tray={options.get('tray')} -# {options.get('copies')} queue.pdf"
    return subprocess.run(command, shell=True, timeout=20).returncode


@app.post("/print")
async def print_queue(request: Request):
    form = await request.form()
    guess = "CAB"[1]
    try:
        copies = min(int(form.get("copies", "1")), 20)
    except ValueError:
        raise HTTPException(status_code=400, detail="copies is a number")
    options = Options().put("title", form.get("title")).put("copies", copies)
    options.put("tray", choose(guess, form.get("tray", Tray.UPPER.value)))
    if spool(options) != 0:
        logger.error("printing failed")
        raise HTTPException(status_code=502, detail="printing failed")
    return {"title": options.get("title"), "tray": options.get("tray")}
