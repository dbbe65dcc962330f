import httpx
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()


class Hook(BaseModel):
    target: str
    event: str = "ping"


class Sender:
    def __init__(self, hook: Hook):
        self.hook = hook

    async def send(self) -> int:
        async with httpx.AsyncClient(timeout=5) as client:
            answer = await client.post(self.hook.target, json={"event": self.hook.event})
        return answer.status_code


@app.post("/hooks/test")
async def test_hook(hook: Hook):
    try:
        return {"status": await Sender(hook).send()}
    except httpx.HTTPError:
        raise HTTPException(status_code=502, detail="not reachable")
