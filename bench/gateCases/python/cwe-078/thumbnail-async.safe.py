import asyncio

from aiohttp import web

SIZES = ("100x100", "200x200", "400x400")


async def thumbnail(request):
    body = await request.json()
    size = body.get("size", "200x200")
    if size not in SIZES:
        raise web.HTTPUnprocessableEntity()
    command = "convert inbox.png -resize %s out.png" % size
    process = await asyncio.create_subprocess_shell(command)
    code = await process.wait()
    return web.json_response({"done": code == 0})


app = web.Application()
app.router.add_post("/thumbnail", thumbnail)
