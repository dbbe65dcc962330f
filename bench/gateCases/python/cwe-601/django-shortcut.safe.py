from django.shortcuts import redirect, render
from django.urls import reverse

from survey.forms import SurveyForm


def survey(request):
    form = SurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        if (section := request.GET.get("continue", "")).isdigit():
            return redirect(reverse("survey-section", args=[int(section)]))
        return redirect("survey-thanks")
    return render(request, "survey.html", {"form": form})
