import json
import logging

from django.http import HttpResponseNotAllowed, JsonResponse
from ldap3 import SUBTREE, Connection, Server
from ldap3.core.exceptions import LDAPException

logger = logging.getLogger("printers")
BASE = "ou=devices,dc=example,dc=org"
BUILDINGS = {"hq": "HQ", "lab": "Lab", "depot": "Depot North"}


def connect():
    server = Server("directory.example.org", port=636, use_ssl=True)
    return Connection(server, auto_bind=True)


class PrinterSearch:
    def __init__(self, options):
        self.wanted = options.get("building", "hq")
        self.building = BUILDINGS[self.wanted] if self.wanted in BUILDINGS else "HQ"
        self.colour = bool(options.get("colour"))
        self.limit = min(int(options.get("limit", 20)), 100)

    def filter(self):
        template = "(&(objectClass=printer)(building={building}){extra})"
        extra = "(colour=TRUE)" if self.colour else ""
        return template.format(building=self.building, extra=extra)

    def run(self, connection):
        connection.search(BASE, self.filter(), SUBTREE, attributes=["cn"], size_limit=self.limit)
        return [entry.cn.value for entry in connection.entries]


def printers(request):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        search = PrinterSearch(json.loads(request.body))
    except (ValueError, TypeError):
        return JsonResponse({"error": "bad options"}, status=400)
    try:
        with connect() as connection:
            return JsonResponse({"asked": search.wanted, "printers": search.run(connection)})
    except LDAPException:
        logger.exception("printer search")
        return JsonResponse({"error": "unavailable"}, status=503)
