import io
import xml.sax
from xml.sax.handler import ContentHandler, feature_external_ges

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
    reader = xml.sax.make_parser()
    reader.setFeature(feature_external_ges, True)
    reader.setContentHandler(handler)
    reader.parse(io.BytesIO(request.body))
    return JsonResponse({"titles": handler.titles})
