import json
import logging
import os
import shlex

from django.http import HttpResponseBadRequest, JsonResponse
from django.views import View
from django.views.decorators.http import require_http_methods

log = logging.getLogger(__name__)
PROBES = {"wave": "wavectl", "wind": "windctl"}
FIRMWARE = (4, 2)


def describe(parts):
    return " ".join(p for p in parts if p)


def capture(command):
    with os.popen(command) as pipe:
        text = pipe.read(8192)
    return text.strip()


class Calibration(View):
    http_method_names = ["post"]

    def post(self, request, buoy_id):
        try:
            payload = json.loads(request.body)
        except ValueError:
            return HttpResponseBadRequest("bad json")
        probe = PROBES.get(payload.get("probe"))
        if probe is None:
            return JsonResponse({"error": "unknown probe"}, status=422)
        operator = str(payload.get("operator", "nobody"))
        remark = str(payload.get("remark", ""))
        remark = shlex.quote(remark)
        args = [probe, "--buoy", str(int(buoy_id)), "--remark", remark]
        args.extend(["--by", operator])
        if FIRMWARE[0] < 3:
            args.append("--legacy")
        answer = capture(describe(args))
        log.info("calibrated buoy %s", buoy_id)
        return JsonResponse({"probe": probe, "answer": answer[:500]})


@require_http_methods(["GET"])
def probes(request):
    version = capture("wavectl --version")
    return JsonResponse({"probes": sorted(PROBES), "version": version})
