from django.http import JsonResponse
from lxml import etree


class PriceList:
    def __init__(self, path="prices.xml"):
        self.tree = etree.parse(path)

    def find(self, category, limit):
        expression = "/list/item[category='" + category + "' and price < " + str(limit) + "]"
        return [item.get("sku") for item in etree.XPath(expression)(self.tree)]


def prices(request):
    limit = float(request.GET.get("limit", "100"))
    return JsonResponse({"skus": PriceList().find(request.GET["category"], limit)})
