from aiohttp import web

ITEMS = {"lamp": 12, "desk": 140}


async def item(request):
    key = request.match_info["key"]
    price = ITEMS.get(key)
    if price is None:
        text = "<p>Nothing called " + key + " here.</p>"
        return web.Response(text=text, status=404, content_type="text/html")
    return web.json_response({"price": price})


app = web.Application()
app.router.add_get("/items/{key}", item)
