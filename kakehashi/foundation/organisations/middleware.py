"""Puts the person behind the session on every request and speaks the person's language."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from kakehashi.foundation.organisations.models import Person


def _person_of(request: HttpRequest) -> Person | None:
    user = request.user
    if not user.is_authenticated:
        return None
    known: Person | None = getattr(user, "person", None)  # loaded with the account, see `signing_in`
    return known or Person.objects.create(user=user, name_ja=user.email, email=user.email)


class PersonMiddleware:
    """Sets ``request.person``: the signed-in person, or ``None`` for a visitor.

    The language is the cookie's where the visitor chose one (LocaleMiddleware has set it already), else the person's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = _person_of(request)
        request.person = person  # type: ignore[attr-defined]  # typed by access.requests
        if person and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(person.language)
        return self.get_response(request)
