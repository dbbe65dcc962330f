import json
import logging
from datetime import datetime, timezone
from pathlib import Path

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()
logger = logging.getLogger(__name__)
SNAPSHOTS = Path("/var/lib/board/snapshots")


class SnapshotRequest(BaseModel):
    board: str
    comment: str = ""
    compress: bool = False


class SnapshotStore:
    def __init__(self, root: Path):
        self.root = root

    def _path(self, board: str) -> Path:
        return self.root / (board + ".json")

    def write(self, board: str, content: dict) -> Path:
        path = self._path(board)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
        return path


store = SnapshotStore(SNAPSHOTS)


def checked_comment(comment: str) -> str:
    resolved = (SNAPSHOTS / comment).resolve()
    if not resolved.is_relative_to(SNAPSHOTS):
        raise HTTPException(status_code=400, detail="unexpected comment")
    return comment


@app.post("/snapshots", status_code=201)
def create(wish: SnapshotRequest):
    comment = checked_comment(wish.comment)
    content = {"comment": comment, "at": datetime.now(timezone.utc).isoformat()}
    try:
        path = store.write(wish.board, content)
    except OSError:
        logger.exception("snapshot not written")
        raise HTTPException(status_code=507, detail="snapshot not written")
    return {"size": path.stat().st_size}
