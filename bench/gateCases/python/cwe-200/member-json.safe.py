from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from club.models import Member


def member_card(request, pk):
    member = get_object_or_404(Member, pk=pk)
    fields = ("id", "nickname", "joined_at")
    return JsonResponse({name: getattr(member, name) for name in fields})
