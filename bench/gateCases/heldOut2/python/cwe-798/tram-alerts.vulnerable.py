import logging
import os

import aiosmtplib
import asyncpg
from aiohttp import web

log = logging.getLogger("trams")


class Config:
    def __init__(self):
        self.values = {
            "pg.host": "tramdb.internal",
            "pg.user": "alerts",
            "pg.password": "Lj8-vost0k-91!",
            "help.password": "Ask the duty officer for a new one.",
            "mail.host": "mail.internal",
        }

    def __getitem__(self, key):
        return self.values[key]


async def connect(config):
    return await asyncpg.create_pool(
        host=config["pg.host"],
        user=config["pg.user"],
        password=config["pg.password"],
        database="trams",
        max_size=8,
    )


async def subscribers(pool, line):
    rows = await pool.fetch("SELECT email FROM subscriber WHERE line = $1", line)
    return [row["email"] for row in rows]


async def announce(request):
    data = await request.json()
    try:
        line = int(data["line"])
        text = str(data["text"])[:300]
    except (KeyError, ValueError):
        return web.json_response({"error": "line and text"}, status=400)
    config = request.app["config"]
    people = await subscribers(request.app["pool"], line)
    if people:
        mail = "Subject: Line %d\r\n\r\n%s" % (line, text)
        await aiosmtplib.sendmail("trams@city.example", people, mail, hostname=config["mail.host"])
    log.info("line %d: %d mails", line, len(people))
    return web.json_response({"sent": len(people), "help": config["help.password"]})


async def start(app):
    app["config"] = Config()
    app["pool"] = await connect(app["config"])


app = web.Application()
app.on_startup.append(start)
app.router.add_post("/announce", announce)
