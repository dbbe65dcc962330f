import json
import logging
from urllib.parse import urlsplit

import requests
from django.http import JsonResponse
from django.views.decorators.http import require_POST

log = logging.getLogger("podcast")
PARTNERS = frozenset({"feeds.audiohut.example", "rss.longwave.example"})


class Refused(Exception):
    pass


class Importer:
    def __init__(self, session=None):
        self.session = session or requests.Session()

    def vet(self, address):
        parts = urlsplit(address)
        if parts.scheme != "https" or parts.netloc not in PARTNERS:
            raise Refused(parts.scheme)
        return address

    def episodes(self, address):
        reply = self.session.get(address, timeout=5, allow_redirects=False)
        reply.raise_for_status()
        return reply.json().get("items", [])


@require_POST
def preview(request):
    try:
        wish = json.loads(request.body)
        feed, site = str(wish["feed"]), str(wish.get("site", ""))
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "feed is needed"}, status=400)
    importer = Importer()
    order = []
    try:
        order.append(importer.vet(site))
        order.append(feed)
        items = importer.episodes(order[1])
    except Refused:
        log.info("feed of a stranger")
        return JsonResponse({"error": "host"}, status=403)
    except (requests.RequestException, ValueError):
        return JsonResponse({"error": "unreachable"}, status=502)
    titles = [str(item.get("title", ""))[:120] for item in items[:20]]
    return JsonResponse({"titles": titles, "total": len(items)})
