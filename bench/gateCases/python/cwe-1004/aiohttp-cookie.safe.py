import secrets

from aiohttp import web


async def sign_in(request):
    token = secrets.token_urlsafe()
    request.app["tokens"].add(token)
    response = web.json_response({"ok": True})
    response.set_cookie("sid", token, secure=True, httponly=True, samesite="Lax", max_age=3600)
    return response


app = web.Application()
app["tokens"] = set()
app.router.add_post("/sign-in", sign_in)
