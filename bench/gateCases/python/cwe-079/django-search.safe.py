from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_GET

from shop.models import Product


def results_table(term, products):
    rows = format_html_join("", "<tr><td>{}</td></tr>", ((product.name,) for product in products))
    return format_html("<p>Results for <b>{}</b></p><table>{}</table>", term, rows)


@require_GET
def search(request):
    term = request.GET.get("q", "")
    products = Product.objects.filter(name__icontains=term)[:20]
    return HttpResponse(results_table(term, products))
