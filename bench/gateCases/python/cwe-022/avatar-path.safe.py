from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse

app = FastAPI()
AVATARS = Path("/var/lib/forum/avatars").resolve()


def avatar_file(user: str) -> Path | None:
    candidate = (AVATARS / f"{user}.png").resolve()
    return candidate if candidate.is_relative_to(AVATARS) else None


@app.get("/avatar")
async def avatar(user: str = "guest"):
    target = avatar_file(user)
    if target is None or not target.is_file():
        raise HTTPException(status_code=404, detail="no such avatar")
    return FileResponse(target)
