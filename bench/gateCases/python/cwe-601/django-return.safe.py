from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST


def return_address(request):
    address = request.POST.get("return_to", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=True):
        return address
    return "/"


@require_POST
def sign_out(request):
    logout(request)
    return HttpResponseRedirect(return_address(request))
