import logging

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views import View

log = logging.getLogger("ferry.manifest")


class Clause:
    def __init__(self):
        self.parts = []
        self.values = []

    def add(self, sql, *values):
        self.parts.append(sql)
        self.values.extend(values)
        return self

    def where(self):
        return " AND ".join(self.parts) or "1 = 1"


def fetch(clause):
    sql = "SELECT deck, plate, length_cm FROM manifest WHERE " + clause.where()
    with connection.cursor() as cursor:
        cursor.execute(sql, clause.values)
        names = [c[0] for c in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]


class ManifestView(LoginRequiredMixin, View):
    def get(self, request, sailing):
        plate = request.GET.get("plate", "")
        deck = request.GET.get("deck", "")
        longest = request.GET.get("longest", "2000")
        clause = Clause().add("sailing_id = %s", sailing)
        if longest.isdigit():
            clause.add("length_cm <= %s", int(longest))
        if plate:
            clause.add("plate LIKE %s", plate.upper() + "%")
        if deck:
            clause.add("deck = '{}'".format(deck.upper()))
        try:
            rows = fetch(clause)
        except DatabaseError:
            log.exception("manifest for sailing %s", sailing)
            return JsonResponse({"error": "try later"}, status=503)
        total = sum(row["length_cm"] for row in rows)
        return JsonResponse({"rows": rows, "lane_cm": total})
