import unittest
from datetime import date
from pathlib import Path

from orders.models import Order
from orders.reports import largest_order, load_orders, monthly_totals


class ReportsTest(unittest.TestCase):
    def test_totals_per_month(self):
        orders = [
            Order(1, "Ada", date(2026, 1, 14), 100),
            Order(2, "Grace", date(2026, 1, 20), 50),
            Order(3, "Ada", date(2026, 2, 2), 7),
        ]
        self.assertEqual(monthly_totals(orders), {"2026-01": 150, "2026-02": 7})

    def test_largest_of_none(self):
        self.assertIsNone(largest_order([]))

    def test_sample_file(self):
        orders = load_orders(Path(__file__).parent.parent / "orders" / "orders.csv")
        self.assertEqual([order.number for order in orders], [1, 2, 3, 4])


if __name__ == "__main__":
    unittest.main()
