from fastapi import FastAPI
from fastapi.responses import RedirectResponse

app = FastAPI()
CLICKS: dict[str, int] = {}


@app.get("/out")
async def out(url: str, campaign: str = "none"):
    CLICKS[campaign] = CLICKS.get(campaign, 0) + 1
    return RedirectResponse(url, status_code=302)
