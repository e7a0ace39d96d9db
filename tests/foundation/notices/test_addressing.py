import datetime as dt

import pytest
from pytest_django import Settings

from kakehashi.foundation.notices.receiving.addressing import ReplyTag, plus_part, read_tag, reply_address
from kakehashi.kernel import clock


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.REPLY_ADDRESS = "kakehashi@example.jp"


def test_an_address_says_what_it_is_about_whatever_became_of_its_letters() -> None:
    address = reply_address("case", 123_456_789, 98_765)

    for changed in (address, address.upper(), address.title()):
        assert read_tag(plus_part((changed,))) == ReplyTag("case", (123_456_789, 98_765))
    assert len(address.partition("@")[0]) <= 64


def test_another_address_or_a_changed_one_says_nothing() -> None:
    plus = plus_part((reply_address("case", 12, 3),))
    text, _dash, seal = plus.rpartition("-")

    changed = [
        f"{text}x-{seal}",
        f"{text}-{seal[:-1]}",
        f"case-1-3-fys-{seal}",
        "",
        "-",
        "a--",
        "case",
        "é-ß-1",
        "x" * 300,
    ]
    assert [read_tag(one) for one in changed] == [None] * len(changed)
    assert plus_part(("kakehashi@example.jp", "x+case-1@example.jp", "kakehashi+case-1@example.com")) == ""


def test_an_old_address_has_expired(monkeypatch: pytest.MonkeyPatch) -> None:
    plus = plus_part((reply_address("case", 12, 3),))
    later = clock.today() + dt.timedelta(days=401)
    monkeypatch.setattr(clock, "today", lambda: later)

    assert read_tag(plus) == ReplyTag("case", (12, 3), is_expired=True)


def test_an_old_key_is_still_known(settings: Settings) -> None:
    plus = plus_part((reply_address("case", 12, 3),))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert read_tag(plus) == ReplyTag("case", (12, 3))


def test_without_an_address_there_is_none(settings: Settings) -> None:
    settings.REPLY_ADDRESS = ""

    assert (reply_address("case", 1), plus_part(("+case-1@", "@", "a@b.jp"))) == ("", "")


def test_too_long_an_address_is_refused(settings: Settings) -> None:
    settings.REPLY_ADDRESS = f"{'k' * 40}@example.jp"

    with pytest.raises(ValueError, match="local part"):
        reply_address("case", 1, 2)
