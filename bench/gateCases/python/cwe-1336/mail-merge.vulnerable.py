import smtplib
from email.message import EmailMessage

from fastapi import FastAPI
from jinja2 import Template
from pydantic import BaseModel

app = FastAPI()


class Campaign(BaseModel):
    subject: str
    body: str
    names: list[str]


def render(body, name):
    return Template(body).render(name=name)


@app.post("/campaigns")
def send(campaign: Campaign):
    with smtplib.SMTP("localhost", timeout=10) as relay:
        for name in campaign.names:
            message = EmailMessage()
            message["To"] = f"{name.replace(chr(10), '')}@example.org"
            message.set_content(render(campaign.body, name))
            relay.send_message(message)
    return {"sent": len(campaign.names)}
