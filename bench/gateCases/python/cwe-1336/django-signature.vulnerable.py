from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template import Context, Template
from django.views import View
from django.utils.decorators import method_decorator


@method_decorator(login_required, name="dispatch")
class SignaturePreview(View):
    def post(self, request):
        layout = request.POST["layout"]
        template = Template("{%% autoescape on %%}%s{%% endautoescape %%}" % layout)
        context = Context({"user": request.user})
        return HttpResponse(template.render(context), content_type="text/plain")
