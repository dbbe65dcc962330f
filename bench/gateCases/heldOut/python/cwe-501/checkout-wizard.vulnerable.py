import logging

from django.http import JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_protect

from shop.models import Customer, Voucher

logger = logging.getLogger("checkout")
STEPS = ("address", "payment", "confirm")


class Wizard:
    def __init__(self, session):
        self.session = session

    def remember(self, name, value):
        self.session["checkout_" + name] = value

    def recall(self, name, default=None):
        return self.session.get("checkout_" + name, default)


def voucher_percent(code):
    voucher = Voucher.objects.filter(code=code, active=True).first()
    return voucher.percent if voucher else 0


@method_decorator(csrf_protect, name="dispatch")
class CheckoutView(View):
    def post(self, request, step):
        if step not in STEPS:
            return JsonResponse({"error": "unknown step"}, status=404)
        wizard = Wizard(request.session)
        customer = Customer.objects.get(user=request.user)
        wizard.remember("customer", customer.pk)
        wizard.remember("step", step)
        percent = voucher_percent(request.POST.get("voucher", ""))
        if step == "payment":
            percent = request.POST.get("percent", percent)
        wizard.remember("percent", percent)
        logger.info("customer %d at a step", customer.pk)
        return JsonResponse({"step": step})

    def get(self, request, step):
        wizard = Wizard(request.session)
        total = 120.0 * (100 - int(wizard.recall("percent", 0))) / 100
        return JsonResponse({"total": total, "step": wizard.recall("step")})
