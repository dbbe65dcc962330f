from django.shortcuts import redirect, render

from survey.forms import SurveyForm


def survey(request):
    form = SurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        if (target := request.GET.get("continue")) is not None:
            return redirect(target)
        return redirect("survey-thanks")
    return render(request, "survey.html", {"form": form})
