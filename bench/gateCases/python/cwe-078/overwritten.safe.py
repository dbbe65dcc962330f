import os

from django.http import JsonResponse


def rotate(request):
    service = request.GET.get("service", "web")
    announced = len(service)
    service = "web"
    code = os.system("logrotate --force /etc/logrotate.d/" + service)
    return JsonResponse({"announced": announced, "code": code})
