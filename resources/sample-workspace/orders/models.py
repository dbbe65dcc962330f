"""What an order is."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Order:
    """One order of one customer. Amounts are in cents."""

    number: int
    customer: str
    placed_on: date
    amount: int

    @property
    def month(self) -> str:
        """The calendar month as "2026-11"."""
        return f"{self.placed_on:%Y-%m}"


class Customer:
    def __init__(self, name, email, city):
        self.name = name
        self.email = email
        self.city = city

    def __repr__(self):
        return f"Customer({self.name!r})"
