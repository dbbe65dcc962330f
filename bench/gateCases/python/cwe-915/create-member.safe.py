import json

from django.http import JsonResponse

from members.models import Member


def register(request):
    payload = json.loads(request.body)
    fields = {name: payload[name] for name in ("name", "email") if name in payload}
    member = Member.objects.create(**fields)
    return JsonResponse({"id": member.pk}, status=201)
