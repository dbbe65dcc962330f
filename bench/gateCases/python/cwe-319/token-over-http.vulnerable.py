import os

import requests

API = "http://accounting.example.org/v1"


def post_booking(account, amount):
    token = os.environ["ACCOUNTING_TOKEN"]
    answer = requests.post(
        API + "/bookings",
        json={"account": account, "amount": amount},
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )
    answer.raise_for_status()
    return answer.json()["id"]
