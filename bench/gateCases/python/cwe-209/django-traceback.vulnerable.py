import traceback

from django.http import JsonResponse


class ErrorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        body = {"message": "Internal error", "details": traceback.format_exc().splitlines()}
        return JsonResponse(body, status=500)
