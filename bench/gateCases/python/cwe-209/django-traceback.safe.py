import logging
import traceback
import uuid

from django.http import JsonResponse

logger = logging.getLogger(__name__)


class ErrorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        incident = uuid.uuid4().hex
        logger.error("%s\n%s", incident, traceback.format_exc())
        return JsonResponse({"message": "Internal error", "incident": incident}, status=500)
