from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse

app = FastAPI()
AVATARS = Path("/var/lib/forum/avatars")


def avatar_file(user: str) -> Path:
    return AVATARS / f"{user}.png"


@app.get("/avatar")
async def avatar(user: str = "guest"):
    target = avatar_file(user)
    if not target.is_file():
        raise HTTPException(status_code=404, detail="no such avatar")
    return FileResponse(target)
