import json
import logging

from django.http import JsonResponse

audit = logging.getLogger("audit")


class Trail:
    def __init__(self, request):
        self.actor = request.user.pk
        self.agent = request.META.get("HTTP_USER_AGENT", "-")

    def write(self, action):
        audit.info(json.dumps({"user": self.actor, "action": action, "agent": self.agent}))


def archive(request, pk):
    Trail(request).write("archive")
    return JsonResponse({"archived": pk})
