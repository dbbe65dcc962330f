import io
from xml.sax.handler import ContentHandler

import defusedxml.sax
from django.http import JsonResponse


class Titles(ContentHandler):
    def __init__(self):
        super().__init__()
        self.titles, self.inside = [], False

    def startElement(self, name, attrs):
        self.inside = name == "title"
        if self.inside:
            self.titles.append("")

    def characters(self, content):
        if self.inside:
            self.titles[-1] += content


def feed(request):
    handler = Titles()
    defusedxml.sax.parse(io.BytesIO(request.body), handler)
    return JsonResponse({"titles": handler.titles})
