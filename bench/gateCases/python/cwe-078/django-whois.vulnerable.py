import os

from django.http import JsonResponse
from django.views import View


class WhoisView(View):
    def lookup(self, domain):
        with os.popen(f"whois '{domain}' | grep -i registrar") as pipe:
            return [line.strip() for line in pipe]

    def get(self, request):
        domains = request.GET.getlist("domain")
        return JsonResponse({"registrars": [self.lookup(d) for d in domains]})
