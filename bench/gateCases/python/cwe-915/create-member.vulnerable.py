import json

from django.http import JsonResponse

from members.models import Member


def register(request):
    payload = json.loads(request.body)
    payload.pop("csrf", None)
    member = Member.objects.create(**payload)
    return JsonResponse({"id": member.pk}, status=201)
