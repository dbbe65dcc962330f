import re

from aiohttp import web

LOG_ROOT = "/var/log/pipeline"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


async def tail(request: web.Request) -> web.Response:
    job = request.match_info["job"]
    day = request.query.get("day", "2024-01-01")
    if not DAY.fullmatch(day) or not job.isalnum():
        raise web.HTTPBadRequest()
    path = "/".join([LOG_ROOT, job, day + ".log"])
    try:
        with open(path, encoding="utf-8") as log:
            lines = log.readlines()[-100:]
    except OSError:
        raise web.HTTPNotFound()
    return web.json_response({"lines": lines})


app = web.Application()
app.add_routes([web.get("/jobs/{job}/tail", tail)])
