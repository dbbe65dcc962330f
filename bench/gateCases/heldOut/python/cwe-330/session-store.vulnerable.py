import logging
import time
from random import getrandbits, shuffle

from fastapi import Cookie, Depends, FastAPI, HTTPException, Response
from pydantic import BaseModel

from accounts import verify_password

app = FastAPI()
logger = logging.getLogger("sessions")


class Credentials(BaseModel):
    user: str
    password: str


class SessionStore:
    lifetime = 3600

    def __init__(self):
        self.sessions = {}

    def open(self, user):
        key = f"{getrandbits(128):032x}"
        self.sessions[key] = (user, time.monotonic() + self.lifetime)
        return key

    def user(self, key):
        user, until = self.sessions.get(key, (None, 0.0))
        return user if time.monotonic() < until else None


store = SessionStore()


def signed_in(sid: str = Cookie(default="")):
    user = store.user(sid)
    if user is None:
        raise HTTPException(status_code=401, detail="sign in first")
    return user


@app.post("/sessions")
def sign_in(credentials: Credentials, response: Response):
    if not verify_password(credentials.user, credentials.password):
        logger.warning("sign-in refused")
        raise HTTPException(status_code=401, detail="wrong user or password")
    response.set_cookie("sid", store.open(credentials.user), secure=True, httponly=True, samesite="strict")
    return {"ok": True}


@app.get("/playlist")
def playlist(user: str = Depends(signed_in)):
    songs = ["Harbour", "Lantern", "Meadow"]
    shuffle(songs)
    return {"user": user, "songs": songs}
