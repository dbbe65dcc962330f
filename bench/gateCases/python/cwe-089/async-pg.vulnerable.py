import asyncpg
from aiohttp import web


async def stations(request):
    pool = request.app["pool"]
    region = request.query["region"]
    async with pool.acquire() as connection:
        rows = await connection.fetch(f"SELECT name FROM stations WHERE region ILIKE '{region}%'")
    return web.json_response([row["name"] for row in rows])


async def start(app):
    app["pool"] = await asyncpg.create_pool(database="trains")


app = web.Application()
app.on_startup.append(start)
app.router.add_get("/stations", stations)
