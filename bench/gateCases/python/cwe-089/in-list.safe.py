import sqlite3

from django.db import connection
from django.http import JsonResponse


def prices(request):
    skus = request.GET.getlist("sku")[:100]
    holes = ", ".join("%s" for _ in skus)
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT sku, price FROM catalogue WHERE sku IN (" + holes + ")", skus)
        except sqlite3.OperationalError:
            return JsonResponse({"error": "unavailable"}, status=503)
        return JsonResponse(dict(cursor.fetchall()))
