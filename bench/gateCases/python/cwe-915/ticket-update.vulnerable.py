from fastapi import FastAPI, Request

app = FastAPI()


class Ticket:
    def __init__(self):
        self.title = "new"
        self.approved = False
        self.price = 100


TICKETS = {1: Ticket()}


@app.put("/tickets/{number}")
async def update(number: int, request: Request):
    ticket = TICKETS[number]
    ticket.__dict__.update(await request.json())
    return {"title": ticket.title}
