import logging
import os

import yaml
from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel, ValidationError

app = FastAPI()
logger = logging.getLogger("deploy")
DEFAULTS = """
replicas: 1
ports: [8080]
"""


class Manifest(BaseModel):
    name: str
    replicas: int
    ports: list[int]


class Reader:
    def __init__(self, loader):
        self.loader = loader

    def read(self, text):
        document = yaml.load(text, self.loader)
        return document if isinstance(document, dict) else {}


base = Reader(yaml.SafeLoader)
custom = Reader(yaml.Loader)


def merged(text):
    values = base.read(DEFAULTS)
    values.update(custom.read(text))
    return values


@app.post("/manifests")
async def manifest(request: Request):
    if int(request.headers.get("Content-Length", "0")) > 65536:
        raise HTTPException(status_code=413, detail="too large")
    text = (await request.body()).decode("utf-8", "replace")
    try:
        result = Manifest(**merged(text))
    except (yaml.YAMLError, ValidationError):
        logger.warning("manifest refused")
        raise HTTPException(status_code=422, detail="not a manifest")
    region = os.environ.get("REGION", "local")
    return {"name": result.name, "replicas": result.replicas, "region": region}
