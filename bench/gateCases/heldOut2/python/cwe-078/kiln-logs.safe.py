import logging
import subprocess
from dataclasses import dataclass, field

from fastapi import APIRouter, HTTPException, Query

router = APIRouter(prefix="/kilns")
log = logging.getLogger("kilns")


@dataclass
class Job:
    title: str
    steps: list = field(default_factory=list)
    meta: dict = field(default_factory=dict)

    def then(self, step):
        self.steps.append(step)
        return self

    def line(self):
        return " | ".join(self.steps)


def run_line(line, seconds=10):
    done = subprocess.run(line, shell=True, capture_output=True, text=True, timeout=seconds)
    if done.returncode > 1:
        log.error("pipeline ended with %s", done.returncode)
    return done.stdout.splitlines()


def make_job(kiln, phrase, limit):
    job = Job("firing history")
    job.meta["kiln"] = str(kiln)
    job.meta["phrase"] = phrase
    job.meta["default"] = "cone"
    job.then("zcat /data/kilns/firings-%d.log.gz" % kiln)
    job.then("grep -F -- '" + job.meta["default"] + "'")
    job.then("tail -n %d" % limit)
    return job


@router.get("/{kiln}/history")
def history(
    kiln: int,
    phrase: str = Query("cone", max_length=80),
    limit: int = Query(50, ge=1, le=500),
):
    job = make_job(kiln, phrase, limit)
    try:
        rows = run_line(job.line())
    except subprocess.TimeoutExpired:
        raise HTTPException(status_code=504, detail="slow kiln")
    picked = [row for row in rows if phrase in row]
    return {"title": job.title, "rows": picked}
