from urllib.parse import urlparse

from flask import Blueprint, redirect, request

pay = Blueprint("pay", __name__)


class Checkout:
    def __init__(self, values):
        self.success = values.get("success_url", "/thanks")
        self.cancelled = values.get("cancel_url", "/cart")

    def leave(self, paid):
        url = self.success if paid else self.cancelled
        if urlparse(url).scheme not in ("http", "https", ""):
            url = "/"
        return redirect(url, code=303)


@pay.route("/checkout/done")
def done():
    return Checkout(request.values).leave(request.values.get("paid") == "1")
