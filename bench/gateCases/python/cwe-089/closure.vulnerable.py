from aiohttp import web
import aiosqlite


def query_for(table):
    def build(term):
        return f"SELECT title FROM {table} WHERE title LIKE '%" + term + "%'"

    return build


films = query_for("films")


async def search(request):
    async with aiosqlite.connect("cinema.db") as db:
        async with db.execute(films(request.query.get("q", ""))) as cursor:
            return web.json_response([row[0] async for row in cursor])


app = web.Application()
app.router.add_get("/films", search)
