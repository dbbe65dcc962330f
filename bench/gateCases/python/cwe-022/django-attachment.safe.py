import os

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404


@login_required
def attachment(request, ticket_id):
    filename = os.path.basename(request.GET["file"])
    if filename in ("", ".", ".."):
        raise Http404
    location = "%s/tickets/%d/%s" % (settings.MEDIA_ROOT, ticket_id, filename)
    try:
        handle = open(location, "rb")
    except FileNotFoundError:
        raise Http404
    return FileResponse(handle, as_attachment=True)
