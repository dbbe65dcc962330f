import datetime
import logging

from django.http import HttpResponse, HttpResponseNotAllowed
from django.utils.html import escape
from swap.models import Offer

log = logging.getLogger("swap")


class Card:
    frame = "<section class='card'><h2>%s</h2><p>%s</p><footer>%s</footer></section>"

    def __init__(self):
        self.slots = {}

    def put(self, slot, text):
        self.slots[slot] = text
        return self

    def html(self):
        return self.frame % (
            self.slots.get("head", ""),
            self.slots.get("body", ""),
            self.slots.get("foot", ""),
        )


def season(today):
    return "sowing" if 2 <= today.month <= 5 else "storing"


def confirm(request):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    variety = request.POST.get("variety", "").strip()
    message = request.POST.get("message", "").strip()
    grams = request.POST.get("grams", "0")
    try:
        weight = max(1, min(int(grams), 500))
    except ValueError:
        weight = 1
    Offer.objects.create(owner=request.user, variety=variety, grams=weight, message=message)
    log.info("new offer of %d g", weight)

    clean = escape(message)
    card = Card().put("head", escape(variety))
    card.put("body", clean)
    if weight >= 100:
        card.put("body", message + " (bulk)")
    card.put("foot", "%d g, %s season" % (weight, season(datetime.date.today())))
    return HttpResponse(card.html(), status=201)
