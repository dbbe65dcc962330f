import sqlite3

from django.db import connection
from django.http import JsonResponse


def prices(request):
    skus = request.GET.getlist("sku")
    quoted = ", ".join(f"'{sku}'" for sku in skus)
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT sku, price FROM catalogue WHERE sku IN (" + quoted + ")")
        except sqlite3.OperationalError:
            return JsonResponse({"error": "unavailable"}, status=503)
        return JsonResponse(dict(cursor.fetchall()))
