from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict

app = FastAPI()


class Ticket:
    def __init__(self):
        self.title = "new"
        self.approved = False
        self.price = 100


class TicketChange(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str


TICKETS = {1: Ticket()}


@app.put("/tickets/{number}")
async def update(number: int, change: TicketChange):
    ticket = TICKETS[number]
    ticket.__dict__.update(change.model_dump())
    return {"title": ticket.title}
