from aiohttp import web

PAGES = ("/", "/news", "/contact")


async def set_language(request):
    data = await request.post()
    language = "de" if data.get("language") == "de" else "en"
    back = data.get("back", "/")
    if back not in PAGES:
        back = PAGES[0]
    response = web.Response(status=303, headers={"Location": back})
    response.headers["Content-Language"] = language
    return response


app = web.Application()
app.router.add_post("/language", set_language)
