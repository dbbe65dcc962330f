import logging

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views import View
from ldap3 import Connection, Server
from ldap3.core.exceptions import LDAPException
from ldap3.utils.conv import escape_filter_chars

log = logging.getLogger("staff")

BASE = "ou=staff,dc=clinic,dc=example"
FIELDS = ["cn", "mail", "telephoneNumber"]


class FilterBuilder:
    def __init__(self, kind: str) -> None:
        self.parts = [f"(objectClass={kind})"]

    def equals(self, attribute: str, value: str) -> "FilterBuilder":
        self.parts.append(f"({attribute}={escape_filter_chars(value)})")
        return self

    def text(self) -> str:
        return "(&" + "".join(self.parts) + ")"


def connect() -> Connection:
    server = Server(settings.LDAP_HOST, use_ssl=True)
    return Connection(server, settings.LDAP_USER, settings.LDAP_PASSWORD, auto_bind=True)


def describe(entry) -> dict[str, str]:
    return {name: str(entry[name]) for name in FIELDS if name in entry}


class StaffLookup(View):
    def get(self, request: HttpRequest) -> JsonResponse:
        surname = request.GET.get("surname", "").strip()
        ward = request.GET.get("ward", "").strip()
        try:
            limit = min(int(request.GET.get("limit", "20")), 100)
        except ValueError:
            return JsonResponse({"error": "limit must be a number"}, status=400)
        if not surname:
            return JsonResponse({"error": "surname is required"}, status=400)

        query = FilterBuilder("inetOrgPerson").equals("sn", surname)
        if ward:
            query.equals("departmentNumber", ward)

        try:
            with connect() as connection:
                connection.search(BASE, query.text(), attributes=FIELDS, size_limit=limit)
                people = [describe(entry) for entry in connection.entries]
        except LDAPException:
            log.exception("directory did not answer")
            return JsonResponse({"error": "directory unavailable"}, status=502)
        log.info("%d people found", len(people))
        return JsonResponse({"people": people})
