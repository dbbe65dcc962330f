from xml.parsers.expat import ExpatError

from defusedxml import EntitiesForbidden, minidom
from django.http import JsonResponse


def playlist(request):
    try:
        document = minidom.parseString(request.body)
    except (ExpatError, EntitiesForbidden):
        return JsonResponse({"error": "not XML"}, status=400)
    titles = [node.firstChild.data for node in document.getElementsByTagName("title") if node.firstChild]
    return JsonResponse({"titles": titles})
