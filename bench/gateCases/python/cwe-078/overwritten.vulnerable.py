import os

from django.http import JsonResponse


def rotate(request):
    service = "web"
    announced = len(service)
    service = request.GET.get("service", service)
    code = os.system("logrotate --force /etc/logrotate.d/" + service)
    return JsonResponse({"announced": announced, "code": code})
