from urllib.request import urlopen

from django.contrib.auth.decorators import login_required
from django.core.files.base import ContentFile
from django.shortcuts import redirect


def download(address):
    if not address.startswith("http"):
        address = "http://" + address
    with urlopen(address, timeout=10) as response:
        return ContentFile(response.read(2_000_000))


@login_required
def import_image(request):
    picture = download(request.POST.get("address", ""))
    request.user.profile.picture.save("picture.png", picture)
    return redirect("profile")
