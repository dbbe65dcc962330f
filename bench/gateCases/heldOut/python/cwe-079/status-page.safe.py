import logging
from datetime import date

from django.http import HttpResponse, JsonResponse
from django.utils.html import escape
from django.views import View

logger = logging.getLogger("status")


class Widget:
    def __init__(self, settings):
        self.settings = settings

    def attributes(self):
        return " ".join(f'data-{key}="{value}"' for key, value in self.settings.items())

    def html(self):
        return f"<div {self.attributes()}></div>"


def theme_of(request):
    theme = request.COOKIES.get("theme", "light")
    return theme if theme in ("light", "dark") else "light"


class StatusView(View):
    services = ("mail", "web", "backup")

    def settings(self, request):
        settings = {"theme": theme_of(request), "day": date.today().isoformat()}
        zone = escape(request.GET.get("zone", "UTC"))
        settings["zone"] = zone
        if 3 * 7 > 22:
            settings["zone"] = request.GET.get("zone", "UTC")
        return settings

    def get(self, request):
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"services": self.services})
        try:
            width = int(request.GET.get("width", "300"))
        except ValueError:
            logger.info("width was not a number")
            width = 300
        settings = self.settings(request)
        settings["width"] = width
        return HttpResponse("<h1>Status</h1>" + Widget(settings).html())
