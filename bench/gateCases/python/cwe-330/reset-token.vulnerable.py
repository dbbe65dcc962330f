import random
import string

from django.core.mail import send_mail
from django.http import JsonResponse

from members.models import Member


def new_token(length=32):
    return "".join(random.choice(string.ascii_letters) for _ in range(length))


def forgot(request):
    member = Member.objects.filter(email=request.POST.get("email")).first()
    if member:
        member.reset_token = new_token()
        member.save(update_fields=["reset_token"])
        send_mail("Reset", member.reset_token, "noreply@example.org", [member.email])
    return JsonResponse({"sent": True})
