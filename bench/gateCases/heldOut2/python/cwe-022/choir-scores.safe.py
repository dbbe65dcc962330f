import asyncio
import logging
from pathlib import Path
from urllib.parse import unquote

from aiohttp import web

SCORES = Path("/var/choir/scores").resolve()
log = logging.getLogger("choir")
routes = web.RouteTableDef()


class Outside(Exception):
    pass


def inside(candidate):
    full = (SCORES / candidate).resolve()
    if not full.is_relative_to(SCORES):
        raise Outside(candidate)
    return full


async def annotate(part, note):
    def work():
        with part.open("a", encoding="utf-8") as sink:
            sink.write(note.replace("\n", " ")[:400] + "\n")
        return part.stat().st_size

    return await asyncio.get_running_loop().run_in_executor(None, work)


@routes.post("/scores/annotate")
async def add_note(request):
    form = await request.post()
    voice = str(form.get("voice", "alto"))
    piece = str(form.get("piece", ""))
    note = str(form.get("note", ""))
    if not piece or not note:
        raise web.HTTPBadRequest(reason="piece and note are needed")
    try:
        piece = unquote(piece)
        target = inside(piece)
        size = await annotate(target, note)
    except Outside:
        log.warning("rejected piece")
        raise web.HTTPForbidden()
    except OSError:
        return web.json_response({"saved": False}, status=404)
    return web.json_response({"saved": True, "bytes": size, "voice": voice})


def build():
    app = web.Application(client_max_size=64 * 1024)
    app.add_routes(routes)
    return app
