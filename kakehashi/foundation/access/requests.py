"""Requests as the views of this platform see them."""

from django.http import HttpRequest

from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.organisations.models import Person


class VisitorRequest(HttpRequest):
    """Of anybody: signed in or not."""

    person: Person | None


class SignedInRequest(HttpRequest):
    """Behind the sign-in (LoginRequiredMiddleware lets nobody else through)."""

    user: User
    person: Person


def sent_revision(request: HttpRequest) -> int:
    """The revision on which the form was based; 0, which is never current, for anything else."""
    sent = request.POST.get("_revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
