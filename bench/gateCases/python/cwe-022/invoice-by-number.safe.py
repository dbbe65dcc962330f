from pathlib import Path

from django.http import FileResponse, Http404, HttpResponseBadRequest
from django.contrib.auth.decorators import permission_required

INVOICES = Path("/srv/billing/invoices")


@permission_required("billing.view_invoice")
def invoice_pdf(request):
    try:
        number = int(request.GET.get("number", ""))
    except ValueError:
        return HttpResponseBadRequest("number expected")
    pdf = INVOICES / f"{number:08d}.pdf"
    if not pdf.exists():
        raise Http404
    return FileResponse(pdf.open("rb"), content_type="application/pdf")
