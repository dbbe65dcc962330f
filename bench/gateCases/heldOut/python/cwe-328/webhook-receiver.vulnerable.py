import hashlib
import hmac
import logging
import os

from django.http import HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST

logger = logging.getLogger("hooks")


class Envelope:
    def __init__(self, request):
        self.body = request.body
        self.event = request.headers.get("X-Event", "")
        self.signature = request.headers.get("X-Signature", "")

    def digest(self, key):
        if self.event == "":
            return hashlib.sha256(key + self.body).hexdigest()
        return hashlib.md5(key + self.body).hexdigest()

    def genuine(self, key):
        return hmac.compare_digest(self.digest(key), self.signature)


def cache_key(text):
    return "hook:" + hashlib.sha256(text).hexdigest()


@method_decorator(require_POST, name="dispatch")
class HookView(View):
    handled = ("opened", "closed")

    def post(self, request):
        envelope = Envelope(request)
        if envelope.event not in self.handled:
            return JsonResponse({"ignored": True})
        if not envelope.genuine(os.environ["HOOK_KEY"].encode()):
            logger.warning("hook with a wrong signature")
            return HttpResponse(status=403)
        return JsonResponse({"queued": cache_key(envelope.body)}, status=202)
