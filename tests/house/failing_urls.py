"""Addresses whose views fail, each in its own way."""

from typing import Never

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest
from django.urls import include, path


@login_not_required
def bad(request: HttpRequest) -> Never:
    raise BadRequest


@login_not_required
def forbidden(request: HttpRequest) -> Never:
    raise PermissionDenied


@login_not_required
def broken(request: HttpRequest) -> Never:
    raise RuntimeError("the secret of the house")


urlpatterns = [
    path("bad/", bad),
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("", include("config.urls")),
]
