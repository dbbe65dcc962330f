import os

from fastapi import Depends, FastAPI, Header, HTTPException
from jose import JWTError, jwt

app = FastAPI()
KEYS = {"2023": os.environ["KEY_2023"], "2024": os.environ["KEY_2024"]}


def tenant(authorization: str = Header()):
    token = authorization.split(" ", 1)[-1]
    try:
        key = KEYS[jwt.get_unverified_header(token)["kid"]]
        claims = jwt.decode(token, key, algorithms=["HS256"])
    except (JWTError, KeyError):
        raise HTTPException(status_code=401, detail="not signed in")
    return claims["tenant"]


@app.get("/tenant")
def show(name: str = Depends(tenant)):
    return {"tenant": name}
