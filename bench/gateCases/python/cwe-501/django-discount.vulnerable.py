from django.http import JsonResponse
from django.views import View


class BasketView(View):
    def post(self, request):
        request.session["customer_group"] = request.POST.get("group", "retail")
        request.session["basket"] = []
        return JsonResponse({"created": True})

    def get(self, request):
        factor = 0.6 if request.session.get("customer_group") == "wholesale" else 1.0
        return JsonResponse({"factor": factor, "items": request.session.get("basket", [])})
