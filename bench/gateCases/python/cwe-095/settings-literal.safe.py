import ast

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.views.decorators.http import require_POST


def parse_value(raw):
    if raw.isdigit():
        return int(raw)
    return ast.literal_eval(raw[:100])


@login_required
@require_POST
def save_settings(request):
    values = {key: parse_value(raw) for key, raw in request.POST.items() if key.startswith("opt_")}
    request.user.profile.options = values
    request.user.profile.save()
    return JsonResponse({"saved": len(values)})
