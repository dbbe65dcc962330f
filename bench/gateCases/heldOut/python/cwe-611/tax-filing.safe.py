import io
import logging

from django.http import HttpResponseNotAllowed, JsonResponse
from lxml import etree

logger = logging.getLogger("filing")
MAXIMUM = 2 << 20


def strict_parser():
    return etree.XMLParser(resolve_entities=False, no_network=True)


def lenient_parser():
    return etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, recover=True)


class Filing:
    def __init__(self, raw):
        self.raw = raw
        self.root = None

    def read(self):
        try:
            self.root = etree.parse(io.BytesIO(self.raw), strict_parser()).getroot()
        except etree.XMLSyntaxError:
            logger.info("second try, leniently")
            self.root = etree.parse(io.BytesIO(self.raw), lenient_parser()).getroot()
        return self

    def text(self, name):
        node = self.root.find(name)
        return (node.text or "") if node is not None else ""


def submit(request):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    raw = request.body
    if len(raw) > MAXIMUM:
        return JsonResponse({"error": "too large"}, status=413)
    try:
        filing = Filing(raw).read()
    except etree.XMLSyntaxError:
        return JsonResponse({"error": "not XML"}, status=400)
    return JsonResponse({"company": filing.text("company"), "period": filing.text("period")})
