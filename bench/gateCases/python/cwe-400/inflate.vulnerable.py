import zlib

from aiohttp import web


async def telemetry(request):
    packed = await request.read()
    text = zlib.decompress(packed).decode("utf-8", "replace")
    return web.json_response({"lines": text.count("\n")})


app = web.Application(client_max_size=1 << 20)
app.router.add_post("/telemetry", telemetry)
