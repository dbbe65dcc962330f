import configparser
import logging
import os

from django.http import Http404, HttpResponseBadRequest, JsonResponse

logger = logging.getLogger("labels")
FOLDER = "/srv/labels"


class LabelRequest:
    """What a scanner asks for: a reel, a printer, a layout."""

    def __init__(self, query):
        self.reel = query.get("reel", "")
        self.printer = query.get("printer", "front")
        self.layout = query.get("layout", "a6")

    def settings(self):
        parser = configparser.ConfigParser(interpolation=None)
        parser.add_section("label")
        parser.set("label", "layout", "a6.zpl")
        parser.set("label", "reel", self.reel)
        parser.set("label", "printer", self.printer)
        return parser


def read_layout(settings):
    path = os.path.join(FOLDER, settings.get("label", "layout"))
    with open(path, encoding="utf-8") as layout:
        return layout.read()


def label(request):
    wish = LabelRequest(request.GET)
    if not wish.reel:
        return HttpResponseBadRequest("reel expected")
    settings = wish.settings()
    try:
        text = read_layout(settings)
    except FileNotFoundError:
        logger.error("a layout is missing")
        raise Http404
    answer = {"layout": text, "reel": settings.get("label", "reel"), "wanted": wish.layout}
    return JsonResponse(answer)
