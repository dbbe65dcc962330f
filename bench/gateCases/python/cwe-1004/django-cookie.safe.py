from django.http import JsonResponse
from django.utils.crypto import get_random_string

from accounts.models import ApiSession


def open_session(request):
    token = get_random_string(48)
    ApiSession.objects.create(user=request.user, token=token)
    response = JsonResponse({"opened": True})
    response.set_cookie("api_session", token, secure=True, httponly=True, samesite="Strict")
    return response
