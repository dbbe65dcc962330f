import logging
import random
import secrets
import string
from datetime import datetime, timedelta, timezone

from fastapi import APIRouter, BackgroundTasks, Depends
from pydantic import BaseModel
from rink.mail import deliver
from rink.store import Members, get_members

router = APIRouter()
log = logging.getLogger("rink")
LETTERS = string.ascii_uppercase + string.digits


class Forgot(BaseModel):
    email: str
    locale: str = "en"


class Picker:
    def __init__(self, source):
        self.source = source

    def word(self, size):
        return "".join(self.source.choice(LETTERS) for _ in range(size))


tips = ["Sharpen your blades.", "Bring gloves.", "Helmets are free to borrow."]
picker = Picker(random.Random())
greeter = secrets.SystemRandom()


def expiry(minutes=20):
    return datetime.now(timezone.utc) + timedelta(minutes=minutes)


@router.post("/members/forgot", status_code=202)
def forgot(
    body: Forgot,
    tasks: BackgroundTasks,
    members: Members = Depends(get_members),
):
    member = members.by_email(body.email.lower())
    if member is None:
        log.info("reset for an unknown address")
        return {"sent": True}
    code = picker.word(10)
    members.save_reset(member.id, code, expiry())
    tip = greeter.choice(tips)
    tasks.add_task(deliver, member.email, "reset", {"code": code, "tip": tip})
    return {"sent": True}
