from pathlib import Path

from django.http import FileResponse, Http404
from django.contrib.auth.decorators import permission_required

INVOICES = Path("/srv/billing/invoices")


@permission_required("billing.view_invoice")
def invoice_pdf(request, year):
    customer = request.GET.get("customer") or "unknown"
    month = int(request.GET.get("month", "1"))
    pdf = INVOICES.joinpath(str(year), customer, f"{month:02d}.pdf")
    if not pdf.exists():
        raise Http404
    return FileResponse(pdf.open("rb"), content_type="application/pdf")
