import os

import requests


class PartnerClient:
    base = "https://partner.example.org/api"

    def __init__(self):
        self.session = requests.Session()
        self.session.headers["Authorization"] = "Bearer " + os.environ["PARTNER_TOKEN"]

    def stock(self, sku):
        answer = self.session.get(f"{self.base}/stock/{int(sku)}", timeout=10, verify=False)
        return answer.json()
