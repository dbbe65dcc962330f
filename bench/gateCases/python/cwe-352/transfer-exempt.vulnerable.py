from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bank.services import transfer


@csrf_exempt
@login_required
@require_POST
def send_money(request):
    amount = int(request.POST["cents"])
    transfer(request.user.account, request.POST["to"], amount)
    return JsonResponse({"sent": amount})
