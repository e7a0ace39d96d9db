import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.notices.choices import Pace
from kakehashi.foundation.notices.models import Mail, MailPreference, Notice
from kakehashi.foundation.notices.sending import letter_of
from kakehashi.foundation.notices.telling import mail_to, tell
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks.models import Job
from kakehashi.kernel.references import Ref
from tests.cast import Cast
from tests.foundation.notices.conftest import PLAIN, SUBMITTED

CASE = Ref("cases.case", 12)
DAY = dt.date(2012, 7, 9)


def submit(*people: Person, key: str = "submitted:12", **others: object) -> None:
    tell(
        people,
        SUBMITTED,
        about=CASE,
        url="/cases/12/",
        key=key,
        city={"ja": "姫路市", "en": "Himeji"},
        title="市長のパリ訪問",
        day=DAY,
        **others,  # type: ignore[arg-type]  # only except_for and reply_to are handed in
    )


def test_each_is_told_on_the_screen_and_by_mail(cast: Cast) -> None:
    submit(cast.director, cast.staff)

    told = Notice.objects.order_by("id").values_list("person", "kind", "subject_kind", "subject_id", "url")
    row = ("test.submitted", "cases.case", 12, "/cases/12/")
    assert list(told) == [(cast.director.pk, *row), (cast.staff.pk, *row)]
    assert list(Mail.objects.order_by("id").values_list("address", "state")) == [
        (cast.director.email, "waiting"),
        (cast.staff.email, "waiting"),
    ]
    assert Job.objects.values_list("task", "queue", "dedupe_key").get() == (
        "kakehashi.foundation.notices.tasks.deliver_mails",
        "mail",
        "deliver:cases.case:12",
    )


def test_rollback_takes_notice_mail_and_task_with_it(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        submit(cast.director)
        raise ZeroDivisionError

    assert (Notice.objects.count(), Mail.objects.count(), Job.objects.count()) == (0, 0, 0)


def test_one_key_tells_once(cast: Cast) -> None:
    submit(cast.director)
    submit(cast.director, cast.staff)
    submit(cast.director, key="submitted:13")

    assert list(Notice.objects.order_by("id").values_list("person", "key")) == [
        (cast.director.pk, "submitted:12"),
        (cast.staff.pk, "submitted:12"),
        (cast.director.pk, "submitted:13"),
    ]
    assert Mail.objects.count() == 3


def test_a_mail_deleted_meanwhile_is_not_written_again(cast: Cast) -> None:
    submit(cast.director)
    Mail.objects.all().delete()

    submit(cast.director)

    assert Mail.objects.count() == 0


def test_who_caused_it_is_not_told(cast: Cast) -> None:
    submit(cast.officer, cast.colleague, except_for=cast.officer)
    submit(cast.officer, key="by robot", except_for=Robot("reminders"))

    told = Notice.objects.order_by("id").values_list("person", flat=True)
    assert list(told) == [cast.colleague.pk, cast.officer.pk]


def test_each_reads_in_the_own_language(cast: Cast) -> None:
    cast.staff.language = "en"
    cast.staff.save()

    submit(cast.director, cast.staff)

    mails = {mail.person_id: mail for mail in Mail.objects.all()}
    japanese, english = mails[cast.director.pk], mails[cast.staff.pk]
    assert (japanese.language, english.language) == ("ja", "en")
    assert japanese.subject == "姫路市から依頼が届きました"
    assert english.subject == "Himejiから依頼が届きました"
    assert "「市長のパリ訪問」を平成24年7月9日(月)までに" in japanese.body
    assert "「市長のパリ訪問」をMon 9 July 2012までに" in english.body
    assert "http://localhost:8000/cases/12/" in japanese.body


@pytest.mark.parametrize(
    ("pace", "mails", "awaits_digest"), [(Pace.AT_ONCE, 1, False), (Pace.DAILY, 0, True), (Pace.SCREEN, 0, False)]
)
def test_mail_comes_as_preferred(cast: Cast, pace: Pace, mails: int, awaits_digest: bool) -> None:
    MailPreference.objects.create(person=cast.director, pace=pace)

    submit(cast.director)

    assert (Mail.objects.count(), Notice.objects.get().awaits_digest) == (mails, awaits_digest)


def test_who_has_no_address_reads_on_the_screen_only(cast: Cast) -> None:
    cast.director.email = ""

    submit(cast.director)

    assert (Notice.objects.count(), Mail.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    "url", ["https://example.invalid/", "//example.invalid/", "/\\example.invalid", "cases/12/", ""]
)
def test_only_paths_of_this_site_may_be_linked(cast: Cast, url: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        tell([cast.director], PLAIN, about=CASE, url=url, key="x", text="x")


def test_a_missing_parameter_is_an_error_at_once(cast: Cast) -> None:
    with pytest.raises(KeyError):
        tell([cast.director], SUBMITTED, about=CASE, url="/", key="x", title="x")


def test_too_long_a_key_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="longer than"):
        tell([cast.director], PLAIN, about=CASE, url="/", key="x" * 151, text="x")


def test_mail_to_somebody_outside_goes_once(cast: Cast) -> None:
    for _ in range(2):
        mail_to("partner@example.invalid", "ja", PLAIN, key="invitation:1", url="/invited/1/", text="ご招待")

    mail = Mail.objects.get()
    assert (mail.person, mail.address, mail.subject) == (None, "partner@example.invalid", "ご招待")
    assert "http://localhost:8000/invited/1/" in mail.body
    assert "/notices/preference/" not in mail.body


def test_mail_to_needs_an_address(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        mail_to("nobody\r\nBcc: all@example.invalid", "ja", PLAIN, key="x", text="x")


def test_the_number_of_queries_does_not_grow_with_the_people(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(10):
        submit(cast.director)
    with django_assert_num_queries(10):
        submit(cast.director, cast.staff, cast.officer, cast.colleague, key="more")


def test_an_answer_by_mail_has_an_address_of_its_own(cast: Cast) -> None:
    submit(cast.director, cast.staff, reply_to=lambda person: f"k+case-{person.pk}@example.jp")

    first, second = Mail.objects.order_by("id")
    assert (first.reply_to, second.reply_to) == (
        f"k+case-{cast.director.pk}@example.jp",
        f"k+case-{cast.staff.pk}@example.jp",
    )
    assert first.body.startswith("##- 返信はこの行より上に書いてください -##\n\n「市長のパリ訪問」")
    assert letter_of(first).message()["Reply-To"] == first.reply_to


def test_where_no_answer_arrives_the_mail_says_so(cast: Cast) -> None:
    submit(cast.director, reply_to=lambda person: "")
    mail_to("partner@example.invalid", "en", PLAIN, key="y", text="Hello", reply_to="")

    first, second = Mail.objects.order_by("id")
    assert "このメールに返信しても届きません。" in first.body
    assert (second.reply_to, "Reply-To" in letter_of(second).message()) == ("", False)


def test_no_address_to_reply_to_brings_a_header_along(cast: Cast) -> None:
    for address in ("k@example.jp\r\nBcc: all@example.invalid", "k@example.jp, l@example.jp", "k\0@example.jp"):
        with pytest.raises(ValidationError):
            mail_to("partner@example.invalid", "ja", PLAIN, key="x", text="x", reply_to=address)

    assert Mail.objects.count() == 0
