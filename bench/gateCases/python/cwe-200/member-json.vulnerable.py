from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from club.models import Member


def member_card(request, pk):
    member = get_object_or_404(Member, pk=pk)
    fields = ("id", "nickname", "email", "password_hash", "reset_token")
    return JsonResponse({name: getattr(member, name) for name in fields})
