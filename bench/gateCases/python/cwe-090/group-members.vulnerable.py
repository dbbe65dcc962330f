from django.http import JsonResponse
from ldap3 import Connection, Server


class Directory:
    base = "dc=example,dc=org"

    def __init__(self):
        self.connection = Connection(Server("directory.example.org", use_ssl=True), auto_bind=True)

    def members(self, group, site):
        query = "(&(memberOf=cn=%s,ou=groups,%s)(l=%s))" % (group, self.base, site)
        self.connection.search(self.base, query, attributes=["uid"])
        return [entry.uid.value for entry in self.connection.entries]


def members(request, group="staff"):
    site = request.GET.get("site", "Bern")
    return JsonResponse({"members": Directory().members(group, site)})
