import io

import joblib
from django.http import JsonResponse
from django.views import View


class ScoreView(View):
    model = None

    def put(self, request):
        self.model = joblib.load(io.BytesIO(request.body))
        return JsonResponse({"features": list(self.model.feature_names_in_)})
