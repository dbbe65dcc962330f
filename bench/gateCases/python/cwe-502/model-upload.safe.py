import json
from pathlib import Path

import joblib
from django.http import JsonResponse
from django.views import View

MODEL = Path(__file__).with_name("score.joblib")


class ScoreView(View):
    model = joblib.load(MODEL)

    def put(self, request):
        features = json.loads(request.body)["features"]
        score = self.model.predict([[float(value) for value in features]])
        return JsonResponse({"score": float(score[0])})
