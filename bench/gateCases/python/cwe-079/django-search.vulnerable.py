from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shop.models import Product


def results_table(term, products):
    rows = "".join("<tr><td>%d</td></tr>" % product.pk for product in products)
    return "<p>Results for <b>%s</b></p><table>%s</table>" % (term, rows)


@require_GET
def search(request):
    term = request.GET.get("q", "")
    products = Product.objects.filter(name__icontains=term)[:20]
    return HttpResponse(results_table(term, products))
