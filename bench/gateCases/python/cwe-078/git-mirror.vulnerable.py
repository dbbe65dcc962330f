import subprocess

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()


class MirrorRequest(BaseModel):
    origin: str
    depth: int = 1


class Mirror:
    def __init__(self, wish: MirrorRequest):
        self.wish = wish

    def command(self) -> str:
        return f"git clone --bare --depth {self.wish.depth} {self.wish.origin} /srv/mirrors"

    def start(self) -> int:
        return subprocess.run(self.command(), shell=True, timeout=600).returncode


@app.post("/mirrors")
def create(wish: MirrorRequest):
    if Mirror(wish).start() != 0:
        raise HTTPException(status_code=502, detail="clone failed")
    return {"ok": True}
