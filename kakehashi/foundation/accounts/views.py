from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kakehashi.foundation.accounts import queries, resume
from kakehashi.foundation.accounts.models import User


class OwnRequest(HttpRequest):
    """Of somebody signed in, about themselves."""

    user: User


def security(request: OwnRequest) -> HttpResponse:
    """How one signs in, and where one is signed in."""
    return render(request, "accounts/security.html", {"security": queries.security_of(request.user)})


def continue_(request: OwnRequest) -> HttpResponse:
    """Offer again what was typed before the session expired; by POST: throw it away."""
    if request.method == "POST":
        resume.forget(request)
        return redirect("accounts:continue")
    return render(request, "accounts/continue.html", {"kept": resume.kept_form(request), "may_discard": True})
