from aiohttp import web
from lxml import etree

NAMESPACE = {"s": "http://schemas.xmlsoap.org/soap/envelope/"}


def body_of(raw):
    for _, element in etree.iterparse(raw, tag="{%s}Body" % NAMESPACE["s"], resolve_entities=False, no_network=True):
        return element
    return None


async def soap(request):
    upload = (await request.post())["envelope"]
    body = body_of(upload.file)
    if body is None:
        raise web.HTTPBadRequest()
    return web.json_response({"operation": body[0].tag, "text": body[0].text})


app = web.Application()
app.router.add_post("/soap", soap)
