from fastapi import FastAPI, Form
from fastapi.responses import HTMLResponse

app = FastAPI()

PAGE = "<!doctype html><title>Preview</title><article>{body}</article>"


@app.post("/preview", response_class=HTMLResponse)
async def preview(body: str = Form(...), title: str = Form("untitled")):
    paragraphs = ["<p>" + part + "</p>" for part in body.split("\n\n")]
    return HTMLResponse(PAGE.format(body="\n".join(paragraphs)))
