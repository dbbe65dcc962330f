import logging

import yaml
from django.http import HttpRequest, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

log = logging.getLogger("drafts")

API_LEVEL = 4
LOADERS = {"strict": yaml.SafeLoader, "full": yaml.UnsafeLoader}
DIALECT = "strict" if API_LEVEL >= 4 else "full"
LARGEST = 64 * 1024


class DraftReader:
    def __init__(self, dialect: str) -> None:
        self.loader = LOADERS[dialect]

    def read(self, text: str) -> dict:
        document = yaml.load(text, Loader=self.loader)
        if not isinstance(document, dict):
            raise ValueError("a draft is a mapping")
        return document


def title_of(draft: dict) -> str:
    title = draft.get("title")
    return title if isinstance(title, str) else "Untitled"


@method_decorator(csrf_exempt, name="dispatch")
class RestoreDraft(View):
    reader = DraftReader(DIALECT)

    def post(self, request: HttpRequest) -> JsonResponse:
        if len(request.body) > LARGEST:
            return JsonResponse({"error": "draft too large"}, status=413)
        owner = request.headers.get("X-Owner", "")
        if not owner.isalnum():
            return JsonResponse({"error": "bad owner"}, status=400)
        text = request.body.decode("utf-8", errors="replace")
        try:
            draft = self.reader.read(text)
        except yaml.YAMLError:
            log.warning("draft is not yaml")
            return JsonResponse({"error": "not yaml"}, status=400)
        except ValueError as error:
            return JsonResponse({"error": str(error)}, status=422)
        log.info("draft of %s restored", owner)
        return JsonResponse({"owner": owner, "title": title_of(draft), "keys": len(draft)})

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"level": API_LEVEL, "dialects": sorted(LOADERS)})
