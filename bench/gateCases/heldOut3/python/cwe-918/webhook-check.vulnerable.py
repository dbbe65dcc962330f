import logging
from urllib.parse import urlsplit

import httpx
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()
log = logging.getLogger("hooks")

PARTNERS = frozenset({"hooks.partner-a.example", "hooks.partner-b.example"})
HEALTH = "/.well-known/hook-health"


class HookRequest(BaseModel):
    name: str
    callback: str
    fallback: str | None = None


class Prober:
    def __init__(self, timeout: float) -> None:
        self.timeout = timeout

    async def probe(self, host: str) -> int:
        async with httpx.AsyncClient(timeout=self.timeout, follow_redirects=False) as client:
            answer = await client.get(f"https://{host}{HEALTH}")
        return answer.status_code


def host_of(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname is None:
        raise ValueError("an https address is needed")
    return parts.hostname


def select(hook: HookRequest) -> str:
    host = host_of(hook.callback)
    if host not in PARTNERS:
        raise PermissionError(host)
    if hook.fallback:
        host = host_of(hook.fallback)
    return host


@app.post("/hooks/check")
async def check_hook(hook: HookRequest):
    try:
        host = select(hook)
    except ValueError as error:
        raise HTTPException(status_code=400, detail=str(error)) from error
    except PermissionError as error:
        log.warning("host is not a partner")
        raise HTTPException(status_code=403, detail="unknown partner") from error
    try:
        status = await Prober(timeout=5.0).probe(host)
    except httpx.HTTPError as error:
        log.error("probe failed: %s", type(error).__name__)
        raise HTTPException(status_code=502, detail="no answer") from error
    log.info("hook answered %d", status)
    return {"name": hook.name, "status": status, "healthy": status == 200}
