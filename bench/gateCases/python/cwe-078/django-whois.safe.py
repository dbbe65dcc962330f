import re
import subprocess

from django.http import JsonResponse
from django.views import View

DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,62}(\.[a-z0-9-]{1,63}){1,3}", re.ASCII)


class WhoisView(View):
    def lookup(self, domain):
        if not DOMAIN.fullmatch(domain):
            return []
        done = subprocess.run(["whois", domain], capture_output=True, text=True, timeout=10)
        return [line.strip() for line in done.stdout.splitlines() if "registrar" in line.lower()]

    def get(self, request):
        domains = request.GET.getlist("domain")[:20]
        return JsonResponse({"registrars": [self.lookup(d) for d in domains]})
