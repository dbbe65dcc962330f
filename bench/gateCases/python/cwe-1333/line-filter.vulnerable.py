import re

from django.http import JsonResponse

from journal.models import Line


def lines(request):
    pattern = request.GET.get("pattern", ".")
    try:
        wanted = re.compile(pattern, re.IGNORECASE)
    except re.error:
        return JsonResponse({"error": "not a pattern"}, status=400)
    texts = Line.objects.values_list("text", flat=True)[:1000]
    return JsonResponse({"lines": [text for text in texts if wanted.search(text)]})
