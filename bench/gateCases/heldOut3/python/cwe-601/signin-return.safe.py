import logging

from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

log = logging.getLogger("signin")

HOME = "/dashboard/"


class ReturnPath:
    def __init__(self, request: HttpRequest) -> None:
        self.host = request.get_host()
        self.referring = request.GET.get("from", "")
        self.wanted = request.POST.get("next") or request.GET.get("next", "")

    def is_local(self, url: str) -> bool:
        return url_has_allowed_host_and_scheme(url, allowed_hosts={self.host}, require_https=True)

    def choose(self) -> str:
        if not self.wanted:
            return HOME
        if not self.is_local(self.wanted):
            log.warning("foreign address left out")
            return HOME
        return self.wanted


def credentials(request: HttpRequest) -> tuple[str, str]:
    return request.POST.get("username", "").strip(), request.POST.get("password", "")


class SignIn(View):
    def post(self, request: HttpRequest) -> HttpResponse:
        username, password = credentials(request)
        if not username or not password:
            return JsonResponse({"error": "name and password are required"}, status=400)
        user = authenticate(request, username=username, password=password)
        if user is None:
            log.info("sign-in refused")
            return JsonResponse({"error": "wrong name or password"}, status=401)
        if not user.is_active:
            return JsonResponse({"error": "account is closed"}, status=403)
        login(request, user)
        log.info("user %d signed in", user.pk)
        return HttpResponseRedirect(ReturnPath(request).choose())

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return HttpResponseRedirect(HOME)
        return JsonResponse({"signedIn": False})
