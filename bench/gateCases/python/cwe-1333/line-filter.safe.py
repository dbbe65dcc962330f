import re

from django.http import JsonResponse

from journal.models import Line


def lines(request):
    pattern = request.GET.get("pattern", ".")
    wanted = re.compile(r"\b" + re.escape(pattern) + r"\b", re.IGNORECASE)
    texts = Line.objects.values_list("text", flat=True)[:1000]
    return JsonResponse({"lines": [text for text in texts if wanted.search(text)]})
