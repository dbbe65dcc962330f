import jsonpickle
from aiohttp import web


async def restore(request):
    form = await request.post()
    state = form["state"]
    game = jsonpickle.decode(state)
    request.app["games"][form["player"]] = game
    return web.json_response({"turn": game.turn})


app = web.Application()
app["games"] = {}
app.router.add_post("/restore", restore)
