import contextlib
import io

from aiohttp import web

SAMPLES = {"hello": "print('hello')", "squares": "print([n * n for n in range(10)])"}


def run_cell(source):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(source, {"__name__": "cell"})
    return out.getvalue()


async def cell(request):
    payload = await request.json()
    outputs = [run_cell(SAMPLES[name]) for name in payload["cells"] if name in SAMPLES]
    return web.json_response({"outputs": outputs})


app = web.Application()
app.add_routes([web.post("/cells", cell)])
