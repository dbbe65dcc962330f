import aiohttp
from aiohttp import web

NODES = {"a": "node-a.example.org", "b": "node-b.example.org"}


async def fetch_status(session, host):
    async with session.get("https://{}/health".format(host)) as answer:
        return {"host": host, "up": answer.status == 200}


async def health(request):
    hosts = [NODES[name] for name in request.query.getall("node", []) if name in NODES]
    timeout = aiohttp.ClientTimeout(total=5)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        return web.json_response([await fetch_status(session, host) for host in hosts])


app = web.Application()
app.router.add_get("/health", health)
