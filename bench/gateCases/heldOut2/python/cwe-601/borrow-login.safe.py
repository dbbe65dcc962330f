import logging
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.http import HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

log = logging.getLogger("borrow")


class Destination:
    home = "/shelf/"

    def __init__(self, request):
        self.request = request
        self.wanted = request.POST.get("then") or self.home
        self.cancel = request.POST.get("cancel") or self.home

    def local(self, url):
        return url_has_allowed_host_and_scheme(
            url,
            allowed_hosts={self.request.get_host()},
            require_https=self.request.is_secure(),
        )

    def choose(self):
        if not self.local(self.wanted):
            return self.home
        return self.wanted


class SignIn(View):
    def post(self, request):
        card = request.POST.get("card", "")
        pin = request.POST.get("pin", "")
        member = authenticate(request, username=card, password=pin)
        if member is None:
            log.info("sign-in refused")
            return JsonResponse({"error": "card or pin"}, status=401)
        login(request, member)
        place = Destination(request).choose()
        if settings.BORROW_ALWAYS_HOME:
            place = Destination.home
        return HttpResponseRedirect(place)

    def get(self, request):
        again = "/signin/form?" + urlencode({"lang": request.GET.get("lang", "en")})
        return HttpResponseRedirect(again)
