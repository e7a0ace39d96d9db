from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

app_name = "portal"


def front(request):
    return HttpResponse("")


urlpatterns = [path("", login_not_required(front), name="front"), path("home/", front, name="home")]
