import logging
import sys

from aiohttp import web

logger = logging.getLogger("import")
logger.addHandler(logging.StreamHandler(sys.stderr))


async def import_rows(request):
    rows = await request.json()
    for row in rows:
        if "id" not in row:
            logger.error("row without id: {}".format(row.get("name")))
    return web.json_response({"rows": len(rows)})


app = web.Application()
app.router.add_post("/import", import_rows)
