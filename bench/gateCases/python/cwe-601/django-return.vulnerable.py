from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.views.decorators.http import require_POST


def return_address(request):
    address = request.POST.get("return_to", "")
    return address if address else request.META.get("HTTP_REFERER", "/")


@require_POST
def sign_out(request):
    logout(request)
    return HttpResponseRedirect(return_address(request))
