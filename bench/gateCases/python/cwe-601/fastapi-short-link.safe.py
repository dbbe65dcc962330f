from fastapi import FastAPI, HTTPException
from fastapi.responses import RedirectResponse

app = FastAPI()
CLICKS: dict[str, int] = {}
LINKS = {"docs": "https://docs.example.org/", "shop": "https://shop.example.org/start"}


@app.get("/out")
async def out(link: str, campaign: str = "none"):
    url = LINKS.get(link)
    if url is None:
        raise HTTPException(status_code=404, detail="unknown link")
    CLICKS[campaign] = CLICKS.get(campaign, 0) + 1
    return RedirectResponse(url, status_code=302)
