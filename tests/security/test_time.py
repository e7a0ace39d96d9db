"""The change of the year and odd days: what ends at midnight of Japan ends everywhere, at once."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.operations import moving
from kakehashi.engines.cases.operations.messages import write_message
from kakehashi.foundation.access import operations as access
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.operations import store
from kakehashi.foundation.notices.models import Mail, Notice
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import stories

LAST_MINUTE = dt.datetime(2013, 3, 31, 23, 59, tzinfo=clock.JAPAN)
MIDNIGHT = dt.datetime(2013, 4, 1, 0, 0, tzinfo=clock.JAPAN)


def end_roles(*people: object) -> None:
    RoleHeld.objects.filter(person__in=people).update(ends_on=dt.date(2013, 3, 31))


def test_a_role_that_ends_opens_nothing_from_midnight_on(cast: Cast, sign_in: SignIn) -> None:
    with clock.pinned(LAST_MINUTE):
        case = stories.submitted(cast)
        document = store(SimpleUploadedFile("a.txt", b"text"), about=case.ref, by=cast.officer, permit=True)
        write_message(case, "明日から後任です。", by=cast.colleague)
    end_roles(cast.staff, cast.director)
    client = sign_in(cast.director)
    notice = Notice.objects.filter(person=cast.director).order_by("pk")[0]
    pages = [f"/cases/{case.pk}/", f"/cases/{case.pk}/itinerary/", f"/documents/{document.pk}/"]

    with clock.pinned(LAST_MINUTE):
        before = [client.get(page).status_code for page in pages]
    with clock.pinned(MIDNIGHT):
        after = [client.get(page).status_code for page in pages]
        followed = client.get(f"/notices/{notice.pk}/", follow=True)
        listed = client.get("/cases/?view=all").content.decode()
        found = client.get("/search/", {"q": case.title}).content.decode()
        by_api = client.get("/api/v1/cases").json()
        exported = client.get("/cases/export.csv?view=all").getvalue().decode()
        pressed = client.post(f"/cases/{case.pk}/move/receive/", {"receive-note": ""})

    assert before == [200, 200, 200]
    assert after == [404, 404, 404]
    assert followed.status_code == 404
    assert case.title not in listed + exported
    assert f"/cases/{case.pk}/" not in found
    assert by_api["items"] == []
    assert pressed.status_code == 404
    assert Document.objects.count() == 1


def test_who_comes_after_is_told(cast: Cast) -> None:
    """The requester and the lead have left: whoever holds their role today hears of it, they do not."""
    with clock.pinned(LAST_MINUTE):
        case = stories.fresh(moving.receive(stories.submitted(cast), by=cast.staff))
    end_roles(cast.officer, cast.staff)

    with clock.pinned(MIDNIGHT):
        Notice.objects.all().delete()
        Mail.objects.all().delete()
        write_message(case, "質問", by=cast.colleague)
        to_office = set(Notice.objects.values_list("person", flat=True))
        Notice.objects.all().delete()
        moving.ask_back(case, by=cast.director, note="いつですか。")
        to_applicant = set(Notice.objects.values_list("person", flat=True))

    assert to_office == {cast.director.pk}
    assert to_applicant == {cast.colleague.pk}
    assert set(Mail.objects.values_list("person", flat=True)) == {cast.director.pk, cast.colleague.pk}


def test_a_successor_works_on_in_the_same_case(cast: Cast, sign_in: SignIn) -> None:
    with clock.pinned(LAST_MINUTE):
        case = stories.draft(cast)
    end_roles(cast.officer)

    with clock.pinned(MIDNIGHT):
        left = sign_in(cast.officer).get(f"/cases/{case.pk}/request/")
        pressed = sign_in(cast.colleague).post(f"/cases/{case.pk}/request/check/")

    assert left.status_code == 404
    assert pressed.status_code == 302
    assert stories.fresh(case).number == "2013-PARIS-0001"  # of the year in which it is handed in


@pytest.mark.parametrize(
    ("day", "second"),
    [
        (dt.date(2012, 8, 31), dt.date(2013, 2, 28)),
        (dt.date(2011, 8, 31), dt.date(2012, 2, 29)),
        (dt.date(2012, 2, 29), dt.date(2012, 8, 29)),
        (dt.date(2012, 12, 31), dt.date(2013, 6, 30)),
    ],
)
def test_the_second_follow_up_falls_on_a_day_that_exists(cast: Cast, day: dt.date, second: dt.date) -> None:
    with clock.pinned(dt.datetime(day.year, day.month, day.day, 9, tzinfo=clock.JAPAN)):
        case = stories.following_up(cast)

    due = dict(case.papers.filter(kind=PaperKind.FOLLOW_UP).values_list("round", "due_on"))
    assert due == {1: day + dt.timedelta(days=14), 2: second}


def test_a_year_from_leap_day_ends_with_the_fiscal_year(cast: Cast) -> None:
    with clock.pinned(dt.datetime(2012, 2, 29, 9, tzinfo=clock.JAPAN)):
        held = access.grant_role(
            person=cast.neighbour, organisation=cast.himeji, role="officer", starts_on=clock.today(), by=cast.planner
        )

    assert held.ends_on == dt.date(2012, 3, 31)
