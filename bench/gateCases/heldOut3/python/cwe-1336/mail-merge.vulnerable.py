import logging

from aiohttp import web
from jinja2 import Environment, StrictUndefined, TemplateError

log = logging.getLogger("merge")

LAYOUTS = {
    "reminder": "{{ greeting }},\n\nyour visit is on {{ day }}.\n%CLOSING%",
    "thanks": "{{ greeting }},\n\nthank you for coming on {{ day }}.\n%CLOSING%",
}
CLOSINGS = {"formal": "Yours sincerely", "short": "Regards"}


class Merger:
    def __init__(self) -> None:
        self.environment = Environment(undefined=StrictUndefined)

    def layout(self, kind: str, closing: str) -> str:
        text = LAYOUTS.get(kind, LAYOUTS["reminder"])
        return text.replace("%CLOSING%", closing)

    def merge(self, layout: str, values: dict[str, str]) -> str:
        return self.environment.from_string(layout).render(values)


def closing_for(body: dict) -> str:
    style = str(body.get("style", "formal"))
    custom = str(body.get("closing", ""))
    choices = {**CLOSINGS, "custom": custom}
    return choices.get(style, choices["formal"])


async def preview(request: web.Request) -> web.Response:
    try:
        body = await request.json()
    except ValueError:
        return web.json_response({"error": "not json"}, status=400)
    if not isinstance(body, dict):
        return web.json_response({"error": "an object is needed"}, status=400)

    merger = Merger()
    layout = merger.layout(str(body.get("kind", "reminder")), closing_for(body))
    values = {
        "greeting": str(body.get("greeting", "Hello")),
        "day": str(body.get("day", "Monday")),
    }
    try:
        text = merger.merge(layout, values)
    except TemplateError as error:
        log.warning("merge failed: %s", type(error).__name__)
        return web.json_response({"error": "could not be merged"}, status=422)
    log.info("merged %d characters", len(text))
    return web.json_response({"text": text})


def build() -> web.Application:
    app = web.Application()
    app.router.add_post("/merge/preview", preview)
    return app
