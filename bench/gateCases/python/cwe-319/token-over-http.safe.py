import os

import requests

API = "https://accounting.example.org/v1"
NAMESPACE = "http://accounting.example.org/schema/booking"


def post_booking(account, amount):
    token = os.environ["ACCOUNTING_TOKEN"]
    answer = requests.post(
        API + "/bookings",
        json={"schema": NAMESPACE, "account": account, "amount": amount},
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )
    answer.raise_for_status()
    return answer.json()["id"]
