from django import template
from django.shortcuts import render
from django.utils.safestring import mark_safe

register = template.Library()
LABELS = {"away": "Away", "busy": "Do not disturb", "new": "New here"}


def badge(label, colour):
    return mark_safe('<span style="color:{}">{}</span>'.format(colour, label))


def profile(request):
    colour = "green" if request.user.is_active else "grey"
    status = request.POST.get("status") or request.COOKIES.get("status", "new")
    label = LABELS.get(status, LABELS["new"])
    return render(request, "profile.html", {"badge": badge(label, colour)})
