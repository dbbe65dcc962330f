from aiohttp import web
from jinja2 import Environment

environment = Environment(autoescape=True)


async def report(request):
    body = await request.json()
    parts = [section["text"] for section in body["sections"]]
    template = environment.from_string("\n".join(parts))
    return web.json_response({"report": template.render(total=sum(body["values"]))})


app = web.Application()
app.router.add_post("/report", report)
