"""Figures about orders."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

from orders.models import Order


def load_orders(path: Path) -> list[Order]:
    """Orders of a CSV file, oldest first."""
    orders = []
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            orders.append(
                Order(
                    number=int(row["number"]),
                    customer=row["customer"],
                    placed_on=date.fromisoformat(row["placed_on"]),
                    amount=int(row["amount"]),
                )
            )
    return sorted(orders, key=lambda order: order.placed_on)


def monthly_totals(orders: list[Order]) -> dict[str, int]:
    """Sum of amounts per calendar month, in cents."""
    totals: dict[str, int] = defaultdict(int)
    for order in orders:
        totals[order.month] += order.amount
    return dict(totals)


def largest_order(orders: list[Order]) -> Order | None:
    """The order with the highest amount, or None when there are none."""
    if not orders:
        return None
    return max(orders, key=lambda order: order.amount)


class Report:
    def __init__(self, title, orders, currency="EUR"):
        self.title = title
        self.orders = orders
        self.currency = currency

    def total(self):
        return sum(order.amount for order in self.orders)

    def customers(self):
        return sorted({order.customer for order in self.orders})
