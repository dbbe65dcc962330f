import json
from dataclasses import dataclass

from aiohttp import web


@dataclass
class Game:
    turn: int
    board: list


async def restore(request):
    form = await request.post()
    state = json.loads(form["state"])
    game = Game(turn=int(state["turn"]), board=[str(cell) for cell in state["board"][:64]])
    request.app["games"][form["player"]] = game
    return web.json_response({"turn": game.turn})


app = web.Application()
app["games"] = {}
app.router.add_post("/restore", restore)
