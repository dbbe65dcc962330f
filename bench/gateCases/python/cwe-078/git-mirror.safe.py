import shlex
import subprocess

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()


class MirrorRequest(BaseModel):
    origin: str
    depth: int = 1


class Mirror:
    def __init__(self, wish: MirrorRequest):
        self.origin = shlex.quote(wish.origin)
        self.depth = wish.depth

    def command(self) -> str:
        return f"git clone --bare --depth {self.depth} -- {self.origin} /srv/mirrors"

    def start(self) -> int:
        return subprocess.run(self.command(), shell=True, timeout=600).returncode


@app.post("/mirrors")
def create(wish: MirrorRequest):
    if not wish.origin.startswith("https://code.example.org/"):
        raise HTTPException(status_code=422, detail="unknown origin")
    if Mirror(wish).start() != 0:
        raise HTTPException(status_code=502, detail="clone failed")
    return {"ok": True}
