from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.http import JsonResponse

allowed = FileExtensionValidator(allowed_extensions=["pdf", "txt"])


def store(upload):
    allowed(upload)
    target = Path(settings.MEDIA_ROOT) / "documents" / Path(upload.name).name
    with target.open("wb") as out:
        for chunk in upload.chunks():
            out.write(chunk)
    return settings.MEDIA_URL + "documents/" + target.name


@login_required
def add_document(request):
    try:
        return JsonResponse({"url": store(request.FILES["document"])}, status=201)
    except ValidationError:
        return JsonResponse({"error": "PDF or text only"}, status=415)
