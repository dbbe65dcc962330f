import hashlib
import time
import random

from fastapi import FastAPI

app = FastAPI()
KEYS: dict[str, str] = {}


@app.post("/keys")
def create_key(owner: str):
    random.seed(time.time())
    key = hashlib.sha256(str(random.getrandbits(64)).encode()).hexdigest()
    KEYS[key] = owner
    return {"api_key": key}
