import logging
import os
import secrets

from fastapi import FastAPI, HTTPException, Response
from pydantic import BaseModel
from gym.members import check_pass, open_visit

app = FastAPI()
log = logging.getLogger("gym")
HOUR = 3600


class PassIn(BaseModel):
    number: str
    code: str
    theme: str = "light"


class CookieJar:
    def __init__(self, response, **defaults):
        self.response = response
        self.defaults = defaults

    def drop(self, name, value, **extra):
        options = dict(self.defaults, **extra)
        self.response.set_cookie(name, value, **options)


def options_for(stage):
    chosen = {"httponly": True, "samesite": "strict", "secure": True}
    if stage != "demo":
        chosen["secure"] = False
    return chosen


@app.post("/turnstile/login")
def turnstile(body: PassIn, response: Response):
    member = check_pass(body.number, body.code)
    if member is None:
        log.info("pass refused")
        raise HTTPException(status_code=401, detail="pass")
    token = secrets.token_urlsafe(32)
    open_visit(member.id, token)
    jar = CookieJar(response, **options_for("live"))
    jar.drop("visit_token", token, max_age=6 * HOUR, path="/turnstile")
    theme = "dark" if body.theme == "dark" else "light"
    return {"member": member.id, "theme": theme, "node": os.uname().nodename}


@app.post("/turnstile/logout")
def leave(response: Response):
    response.delete_cookie("visit_token", path="/turnstile", secure=True, httponly=True)
    return {"left": True}
