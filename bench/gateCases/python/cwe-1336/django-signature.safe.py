from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template import Context, Template
from django.views import View
from django.utils.decorators import method_decorator

LAYOUT = Template("{{ user.first_name }} - {{ motto }}")


@method_decorator(login_required, name="dispatch")
class SignaturePreview(View):
    def post(self, request):
        motto = request.POST["layout"]
        context = Context({"user": request.user, "motto": motto})
        return HttpResponse(LAYOUT.render(context), content_type="text/plain")
