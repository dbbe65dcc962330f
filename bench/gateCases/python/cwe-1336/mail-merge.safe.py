import smtplib
from email.message import EmailMessage

from fastapi import FastAPI
from jinja2 import Template
from pydantic import BaseModel

app = FastAPI()
BODY = "Dear {{ name }},\n\n{{ body }}\n\nYour team"


class Campaign(BaseModel):
    body: str
    names: list[str]


def render(body, name):
    return Template(BODY).render(name=name, body=body)


@app.post("/campaigns")
def send(campaign: Campaign):
    with smtplib.SMTP("localhost", timeout=10) as relay:
        for name in campaign.names:
            message = EmailMessage()
            message["To"] = "list@example.org"
            message.set_content(render(campaign.body, name))
            relay.send_message(message)
    return {"sent": len(campaign.names)}
