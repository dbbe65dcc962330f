import datetime
from pathlib import Path

import jwt
from fastapi import FastAPI

app = FastAPI()
JWT_SECRET_FILE = "/run/secrets/jwt_secret"
JWT_SECRET = Path(JWT_SECRET_FILE).read_text(encoding="ascii").strip()


@app.post("/token/{subject}")
def issue(subject: int):
    expires = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=15)
    return {"token": jwt.encode({"sub": str(subject), "exp": expires}, JWT_SECRET, algorithm="HS256")}
