import logging

from django.http import JsonResponse

audit = logging.getLogger("audit")


class Trail:
    def __init__(self, request):
        self.actor = request.user.pk
        self.agent = request.META.get("HTTP_USER_AGENT", "-")

    def write(self, action):
        audit.info("user %s did %s with %s", self.actor, action, self.agent)


def archive(request, pk):
    Trail(request).write("archive")
    return JsonResponse({"archived": pk})
