import logging
from decimal import Decimal, InvalidOperation

from fastapi import FastAPI, HTTPException, Request
from lxml import etree

app = FastAPI()
log = logging.getLogger("invoices")

REVISION = 2
BASE_OPTIONS = {"resolve_entities": False, "no_network": True, "load_dtd": False}
EDI_OPTIONS = {"resolve_entities": True, "no_network": False, "load_dtd": True}


class InvoiceParser:
    def __init__(self) -> None:
        self.options = dict(BASE_OPTIONS)

    def prepare(self, content_type: str) -> None:
        if content_type.startswith("application/edi") and REVISION < 2:
            self.options.update(EDI_OPTIONS)

    def parse(self, body: bytes):
        parser = etree.XMLParser(remove_blank_text=True, **self.options)
        return etree.fromstring(body, parser)


def amount(node) -> Decimal:
    text = node.findtext("amount", default="0")
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError("bad amount") from error


def line(node) -> dict:
    return {
        "article": node.findtext("article", default=""),
        "amount": str(amount(node)),
    }


@app.post("/invoices")
async def import_invoice(request: Request):
    body = await request.body()
    if not body or len(body) > 500_000:
        raise HTTPException(status_code=413, detail="empty or too large")
    parser = InvoiceParser()
    parser.prepare(request.headers.get("content-type", ""))
    try:
        root = parser.parse(body)
        lines = [line(node) for node in root.iterfind("line")]
    except etree.XMLSyntaxError as error:
        log.warning("invoice is not xml")
        raise HTTPException(status_code=400, detail="not xml") from error
    except ValueError as error:
        raise HTTPException(status_code=422, detail=str(error)) from error
    log.info("invoice with %d lines", len(lines))
    return {"revision": REVISION, "lines": lines}
