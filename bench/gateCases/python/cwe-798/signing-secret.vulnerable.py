import datetime

import jwt
from fastapi import FastAPI

app = FastAPI()
JWT_SECRET = "q8Zt1vXw7Lk3Rb5Yd0Nf6Hs2Pc9Mj4Ga"


@app.post("/token/{subject}")
def issue(subject: int):
    expires = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=15)
    return {"token": jwt.encode({"sub": str(subject), "exp": expires}, JWT_SECRET, algorithm="HS256")}
