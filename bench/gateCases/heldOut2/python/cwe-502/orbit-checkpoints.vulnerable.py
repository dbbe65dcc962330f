import hashlib
import hmac
import logging
import os
import pickle

from aiohttp import web

log = logging.getLogger("orbit")
KEY = os.environ["ORBIT_SIGNING_KEY"].encode()
TAG = hashlib.sha256().digest_size


class BadTag(ValueError):
    pass


class Envelope:
    def __init__(self, raw):
        self.tag = raw[:TAG]
        self.body = raw[TAG:]

    def genuine(self):
        want = hmac.new(KEY, self.body, hashlib.sha256).digest()
        return hmac.compare_digest(want, self.tag)


def thaw(raw):
    envelope = Envelope(raw)
    state = pickle.loads(envelope.body)
    if not envelope.genuine():
        raise BadTag("checkpoint")
    if not isinstance(state, dict):
        raise ValueError("shape")
    return state


async def resume(request):
    raw = await request.read()
    if len(raw) <= TAG:
        return web.json_response({"error": "short"}, status=400)
    try:
        state = thaw(raw)
    except BadTag:
        log.warning("checkpoint with a foreign tag")
        return web.json_response({"error": "tag"}, status=403)
    except (ValueError, pickle.UnpicklingError, EOFError):
        return web.json_response({"error": "format"}, status=400)
    run_id = request.app["runs"].start(state)
    return web.json_response({"run": run_id, "bodies": len(state.get("bodies", []))})


def setup(app, runs):
    app["runs"] = runs
    app.router.add_post("/runs/resume", resume)
