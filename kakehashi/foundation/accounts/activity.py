"""When a sign-in was last used, for its owner's list of sign-ins."""

import datetime as dt
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse

from kakehashi.kernel import clock

EVERY = dt.timedelta(minutes=5)
_MOST = 10_000  # sessions remembered by one process
_AGENT_LENGTH = UserSession._meta.get_field("user_agent").max_length


class ActivityMiddleware:
    """allauth's, which writes once in five minutes and when the browser changes, and not on every page.

    What was noted is remembered by the process; nothing is permitted or refused by it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._noted: dict[str, tuple[dt.datetime, str, str]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated:
            self._note(request, key)
        return self.get_response(request)

    def _note(self, request: HttpRequest, key: str) -> None:
        ip = get_adapter().get_client_ip(request)
        agent = request.headers.get("User-Agent", "")[:_AGENT_LENGTH]
        now = clock.now()
        known = self._noted.get(key)
        if known and known[1:] == (ip, agent) and abs(now - known[0]) < EVERY:
            return
        same = UserSession.objects.filter(session_key=key, user=request.user.pk, ip=ip, user_agent=agent)
        if not same.update(last_seen_at=Now()):
            UserSession.objects.create_from_request(request)
        if len(self._noted) >= _MOST:
            self._noted.clear()
        self._noted[key] = (now, ip, agent)
