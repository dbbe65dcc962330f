from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required, permission_required
from django.http import JsonResponse
from django.views.decorators.http import require_POST


@login_required
@permission_required("auth.delete_user", raise_exception=True)
@require_POST
def delete_account(request):
    user = get_user_model().objects.get(pk=request.POST["user_id"])
    user.delete()
    return JsonResponse({"deleted": True})
