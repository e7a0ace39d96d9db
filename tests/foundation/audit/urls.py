"""Two pages of the tests: one form sent once, as a view of an engine would have it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from kakehashi.foundation.access.requests import VisitorRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.organisations.models import Country


@login_not_required
@once
def add(request: VisitorRequest) -> HttpResponse:
    """Adds a country named as asked; a name of over ten letters is shown again."""
    name = request.POST.get("name", "")
    if request.method != "POST" or len(name) > 10:
        return HttpResponse("form")
    count = Country.objects.count()
    Country.objects.create(alpha2=f"{count:02}", name_ja=name, name_en=request.POST.get("note", ""))
    return redirect(f"/added/{count}/")


urlpatterns = [path("add/", add), path("", include("config.urls"))]
