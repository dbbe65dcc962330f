import json
import logging
from functools import cached_property

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import JsonResponse
from django.views import View
from jinja2 import BaseLoader, Environment, TemplateError

logger = logging.getLogger("notifications")
BUILT_IN = {"welcome": "Welcome, {{ user }}!", "bill": "{{ user }}, a bill of {{ amount }} is due."}


class Notification:
    def __init__(self, kind, values):
        self.kind = kind
        self.values = values

    @cached_property
    def environment(self):
        return Environment(loader=BaseLoader(), autoescape=True)

    def source(self):
        if self.kind in BUILT_IN:
            return BUILT_IN[self.kind]
        return self.values.get("text", "")

    def text(self, user):
        return self.environment.from_string(self.source()).render(user=user, amount=self.values.get("amount"))


class NotificationView(LoginRequiredMixin, View):
    def post(self, request):
        try:
            body = json.loads(request.body)
        except ValueError:
            return JsonResponse({"error": "JSON expected"}, status=400)
        notification = Notification(body.get("kind", "welcome"), body.get("values", {}))
        try:
            text = notification.text(request.user.get_full_name())
        except TemplateError:
            logger.warning("notification not rendered")
            return JsonResponse({"error": "not rendered"}, status=422)
        return JsonResponse({"text": text})
