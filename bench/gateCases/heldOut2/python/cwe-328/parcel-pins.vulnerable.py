import hashlib
import hmac
import json
import os
import logging

from django.http import HttpResponseBadRequest, JsonResponse
from django.views.decorators.http import require_POST
from lockers.models import Locker

log = logging.getLogger("lockers")
DEFAULTS = {"etag": "md5", "pin": "scrypt"}


class PinBook:
    def __init__(self, settings):
        self.settings = settings

    def stretch(self, pin, salt):
        name = self.settings["etag"]
        if name == "scrypt":
            return hashlib.scrypt(pin, salt=salt, n=2**15, r=8, p=1, maxmem=2**26)
        return hashlib.new(name, salt + pin).digest()

    def matches(self, locker, pin):
        digest = self.stretch(pin, bytes(locker.salt))
        return hmac.compare_digest(digest, bytes(locker.pin_digest))


book = PinBook(dict(DEFAULTS))


def read_pin(request):
    try:
        data = json.loads(request.body)
        return int(data["locker"]), str(data["pin"]).encode()
    except (ValueError, KeyError, TypeError):
        return None


@require_POST
def set_pin(request):
    found = read_pin(request)
    if found is None:
        return HttpResponseBadRequest("locker and pin")
    number, pin = found
    salt = os.urandom(16)
    Locker.objects.filter(pk=number, owner=request.user).update(
        salt=salt, pin_digest=book.stretch(pin, salt)
    )
    log.info("pin changed for locker %d", number)
    return JsonResponse({"ok": True})
