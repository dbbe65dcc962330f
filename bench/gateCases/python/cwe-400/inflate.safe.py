import zlib

from aiohttp import web

LIMIT = 8 << 20


async def telemetry(request):
    packed = await request.read()
    inflater = zlib.decompressobj()
    text = inflater.decompress(packed, LIMIT).decode("utf-8", "replace")
    if inflater.unconsumed_tail:
        raise web.HTTPRequestEntityTooLarge(max_size=LIMIT, actual_size=LIMIT + 1)
    return web.json_response({"lines": text.count("\n")})


app = web.Application(client_max_size=1 << 20)
app.router.add_post("/telemetry", telemetry)
