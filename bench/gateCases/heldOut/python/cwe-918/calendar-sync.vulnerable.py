import logging
from urllib.parse import urlsplit

import httpx
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI()
logger = logging.getLogger("calendar")
ALLOWED = {"calendar.example.org", "holidays.example.org"}


class Subscription(BaseModel):
    title: str = Field(max_length=80)
    homepage: str = "https://calendar.example.org/"
    feed: str
    colour: str = "teal"


def allowed(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and parts.netloc in ALLOWED


class Feed:
    def __init__(self, options: dict):
        self.options = options

    async def download(self) -> str:
        async with httpx.AsyncClient(timeout=8, follow_redirects=False) as client:
            answer = await client.get(self.options["source"], headers={"Accept": "text/calendar"})
        answer.raise_for_status()
        return answer.text


@app.post("/subscriptions")
async def subscribe(subscription: Subscription):
    if not allowed(subscription.homepage):
        raise HTTPException(status_code=400, detail="homepage not allowed")
    options = {"label": subscription.title, "page": subscription.homepage, "source": subscription.feed}
    try:
        text = await Feed(options).download()
    except httpx.HTTPError:
        logger.warning("feed not available")
        raise HTTPException(status_code=502, detail="feed not available")
    return {"title": options["label"], "events": text.count("BEGIN:VEVENT")}
