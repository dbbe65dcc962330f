from django.http import JsonResponse
from lxml import etree


class PriceList:
    query = etree.XPath("/list/item[category=$category and price < $limit]")

    def __init__(self, path="prices.xml"):
        self.tree = etree.parse(path)

    def find(self, category, limit):
        return [item.get("sku") for item in self.query(self.tree, category=category, limit=limit)]


def prices(request):
    limit = float(request.GET.get("limit", "100"))
    return JsonResponse({"skus": PriceList().find(request.GET["category"], limit)})
