from aiohttp import web
from lxml import etree

PLAN = etree.parse("building.xml")


async def rooms(request):
    data = await request.json()
    floor, wing = data["floor"], data["wing"]
    query = "//floor[@number={0}]/wing[@id='{1}']/room/@name".format(int(floor), wing)
    return web.json_response([str(name) for name in PLAN.xpath(query)])


app = web.Application()
app.router.add_post("/rooms", rooms)
