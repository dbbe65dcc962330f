import logging
from datetime import date

from django.http import HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from campaigns.models import Campaign, Click

logger = logging.getLogger("campaigns")


def trusted(url, request):
    return url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()})


class Target:
    def __init__(self, url, note):
        self.url = url
        self.note = note

    def response(self):
        return HttpResponseRedirect(self.url)


class ClickView(View):
    def target(self, request, campaign):
        url = request.GET.get("to") or reverse("home")
        if not trusted(url, request):
            url = reverse("home")
        if campaign.ends < date.today():
            url = request.GET.get("expired", reverse("home"))
        return Target(url, campaign.title)

    def get(self, request, pk):
        try:
            campaign = Campaign.objects.get(pk=pk)
        except Campaign.DoesNotExist:
            return JsonResponse({"error": "unknown campaign"}, status=404)
        target = self.target(request, campaign)
        Click.objects.create(campaign=campaign)
        logger.info("click for campaign %d", campaign.pk)
        return target.response()
