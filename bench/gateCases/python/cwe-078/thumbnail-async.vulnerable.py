import asyncio

from aiohttp import web


async def thumbnail(request):
    body = await request.json()
    source, size = body["source"], body.get("size", "200x200")
    command = "convert %s -resize %s out.png" % (source, size)
    process = await asyncio.create_subprocess_shell(command)
    code = await process.wait()
    return web.json_response({"done": code == 0})


app = web.Application()
app.router.add_post("/thumbnail", thumbnail)
