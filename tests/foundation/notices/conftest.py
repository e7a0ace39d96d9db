import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from pytest_django import Settings

from kakehashi.foundation.notices import kinds
from kakehashi.foundation.notices.kinds import NoticeKind
from kakehashi.kernel import clock
from tests.foundation.notices.smtp_server import Server, serving

SetClock = Callable[[float], None]
SUBMITTED = NoticeKind(
    "test.submitted", "%(city)sから依頼が届きました", "「%(title)s」を%(day)sまでに受け付けてください。"
)
PLAIN = NoticeKind("test.plain", "%(text)s", "%(text)s")


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of notice only the tests know."""
    monkeypatch.setattr(kinds, "_kinds", {kind.code: kind for kind in (SUBMITTED, PLAIN)})


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[Server]:
    """A mail server, and settings that lead to it."""
    with serving() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = server.port
        settings.EMAIL_USE_TLS = False
        yield server


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Stops the clock; `at(7)` sets it seven seconds after the moment the test began."""
    began = clock.now()

    def set_clock(seconds: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: began + dt.timedelta(seconds=seconds))

    set_clock(0)
    return set_clock
