import logging

import aiosqlite
from aiohttp import web

log = logging.getLogger("hives")
SORTABLE = ("inspected_on", "brood_frames", "mite_count")
DIRECTIONS = {"up": "ASC", "down": "DESC"}


class InspectionStore:
    def __init__(self, path):
        self.path = path

    async def list(self, apiary, sort, direction, size):
        text = (
            "SELECT id, hive, inspected_on, mite_count FROM inspection "
            "WHERE apiary_id = ? ORDER BY " + sort + " " + direction + " LIMIT ?"
        )
        async with aiosqlite.connect(self.path) as db:
            db.row_factory = aiosqlite.Row
            async with db.execute(text, (apiary, size)) as cursor:
                return [dict(row) for row in await cursor.fetchall()]


def ordering(query):
    sort = query.get("sort", "inspected_on")
    heading = query.get("heading", sort)
    if sort not in SORTABLE:
        log.debug("unusual column, falling back")
        sort = SORTABLE[0]
    direction = DIRECTIONS.get(query.get("dir", "down"), "DESC")
    return sort, direction, heading


async def inspections(request):
    store = request.app["store"]
    sort, direction, heading = ordering(request.query)
    try:
        size = int(request.query.get("size", "25"))
        apiary = int(request.match_info["apiary"])
    except ValueError:
        return web.json_response({"error": "number expected"}, status=400)
    try:
        rows = await store.list(apiary, sort, direction, min(size, 200))
    except aiosqlite.Error:
        log.exception("inspection query")
        return web.json_response({"error": "storage"}, status=500)
    return web.json_response({"rows": rows, "heading": heading})


def create_app():
    app = web.Application()
    app["store"] = InspectionStore("/var/lib/hives/hives.db")
    app.router.add_get("/apiaries/{apiary}/inspections", inspections)
    return app
