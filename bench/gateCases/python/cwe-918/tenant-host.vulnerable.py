import aiohttp
from aiohttp import web


async def fetch_status(session, host):
    async with session.get("https://{}/health".format(host)) as answer:
        return {"host": host, "up": answer.status == 200, "text": (await answer.text())[:200]}


async def health(request):
    hosts = request.query.getall("host", [])
    timeout = aiohttp.ClientTimeout(total=5)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        return web.json_response([await fetch_status(session, host) for host in hosts])


app = web.Application()
app.router.add_get("/health", health)
