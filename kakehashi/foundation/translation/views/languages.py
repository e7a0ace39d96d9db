from django.http import HttpResponse
from django.shortcuts import render

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.translation import queries


def languages(request: SignedInRequest) -> HttpResponse:
    """The languages of the interface and of residents, and how each writes dates and numbers."""
    return render(request, "translation/languages.html", {"listed": queries.languages()})
