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
