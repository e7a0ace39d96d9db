import pytest

from kakehashi.foundation.notices.choices import MailState, Pace
from kakehashi.foundation.notices.models import Mail, MailPreference, Notice
from kakehashi.foundation.notices.tasks import send_digests, sweep
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks.models import Job
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref
from tests.cast import Cast
from tests.foundation.notices.conftest import PLAIN, SetClock

DAY = 24 * 3600


@pytest.fixture
def daily(cast: Cast) -> Person:
    """An officer who wants one mail a day."""
    MailPreference.objects.create(person=cast.officer, pace=Pace.DAILY)
    return cast.officer


def tell_of(number: int, person: Person) -> None:
    url = f"/cases/{number}/"
    tell([person], PLAIN, about=Ref("cases.case", number), url=url, key=f"x:{number}", text=f"{number}件目")


def test_the_digest_gathers_what_is_unread(daily: Person) -> None:
    for number in (1, 2, 3):
        tell_of(number, daily)
    Notice.objects.filter(key="x:2").update(read_at=clock.now())

    written = [send_digests.call(), send_digests.call()]

    mail = Mail.objects.get()
    assert written == [1, 0]
    assert (mail.address, mail.subject) == (daily.email, "お知らせが2件あります")
    assert [line for line in mail.body.splitlines() if "■" in line or "/cases/" in line] == [
        "■ 1件目",
        "http://localhost:8000/cases/1/",
        "■ 3件目",
        "http://localhost:8000/cases/3/",
    ]
    assert Job.objects.get().task == "kakehashi.foundation.notices.tasks.deliver_mails"


def test_there_is_one_digest_a_day(daily: Person, at: SetClock) -> None:
    tell_of(1, daily)
    send_digests.call()
    tell_of(2, daily)

    same_day = send_digests.call()
    at(DAY)
    next_day = send_digests.call()

    assert (same_day, next_day) == (0, 1)
    assert ["2件目" in mail.body for mail in Mail.objects.order_by("id")] == [False, True]


def test_who_has_read_everything_gets_no_digest(daily: Person) -> None:
    tell_of(1, daily)
    Notice.objects.update(read_at=clock.now())

    assert send_digests.call() == 0
    assert (Mail.objects.count(), Notice.objects.get().awaits_digest) == (0, False)


def test_the_digest_is_in_the_readers_language(daily: Person) -> None:
    daily.language = "en"
    daily.save()
    tell_of(1, daily)

    send_digests.call()

    assert Mail.objects.values_list("language", "subject").get() == ("en", "You have 1 notice")


def test_sweep_deletes_what_is_kept_no_longer(cast: Cast, at: SetClock) -> None:
    for number in range(2):
        tell_of(number, cast.officer)
    Mail.objects.filter(key__startswith="x:0").update(state=MailState.SENT, sent_at=clock.now())
    left = []

    for days in (89, 91, 366, 731):
        at(days * DAY)
        sweep.call()
        left.append((Mail.objects.count(), Notice.objects.count()))

    assert left == [(2, 2), (1, 2), (0, 2), (0, 0)]
