import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit import queries
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast
from tests.conftest import SignIn


def rename(cast: Cast, number: int = 1) -> None:
    with act("test.rename", cast.himeji, by=cast.officer, permit=True, note="改称のため"):
        cast.himeji.url = f"https://www{number}.city.himeji.lg.jp/"
        cast.himeji.save()


def sweep() -> None:
    with act("test.sweep", None, by=Robot("sweep"), permit=True):
        pass


@pytest.mark.parametrize("who", ["officer", "director", "section_staff", "planner"])
@pytest.mark.parametrize("address", ["/audit/", "/audit/1/"])
def test_only_those_who_watch_over_records_see_them(cast: Cast, sign_in: SignIn, who: str, address: str) -> None:
    rename(cast)

    assert sign_in(getattr(cast, who)).get(address).status_code == 404


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("", [2, 1]),
        ("action=test.re", [1]),
        ("actor=姫", [1]),
        ("actor=sweep", [2]),
        ("thing=organisations.organisation", [1]),
        ("thing=organisations.organisation:{id}", [1]),
        ("thing=organisations.organisation:0", []),
        ("since=2000-01-01&until=2000-01-02", []),
        ("since=2000-01-01", [2, 1]),
    ],
)
def test_rows_are_found_by_each_condition(cast: Cast, sign_in: SignIn, question: str, numbers: list[int]) -> None:
    rename(cast)
    sweep()

    page = sign_in(cast.operator).get("/audit/?" + question.format(id=cast.himeji.pk))

    assert [row.number for row in page.context["page"]] == numbers


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ("thing=x:y", "「種類:番号」の形で入力してください。"),
        ("since=2012-04-02&until=2012-04-01", "「この日から」と同じか、あとの日を入力してください。"),
    ],
)
def test_conditions_that_cannot_be_are_named(cast: Cast, sign_in: SignIn, question: str, error: str) -> None:
    rename(cast)

    page = sign_in(cast.operator).get("/audit/?" + question)

    assert list(page.context["page"]) == []
    assert error in page.content.decode()


def test_row_shows_before_and_after_side_by_side(cast: Cast, sign_in: SignIn) -> None:
    rename(cast)

    page = sign_in(cast.operator).get("/audit/1/")

    assert [(change.label, change.before, change.after) for change in page.context["changes"]] == [
        ("ウェブサイト", "", "https://www1.city.himeji.lg.jp/")
    ]
    assert page.context["may_see_values"]
    assert "改称のため" in page.content.decode()


def test_values_of_what_the_reader_may_not_see_stay_hidden(cast: Cast, sign_in: SignIn) -> None:
    rename(cast)
    AuditRow.objects.update(thing_kind="sessions.session")  # no register, and no rule that would let the reader in

    page = sign_in(cast.operator).get("/audit/1/").content.decode()

    assert "中身は表示されません" in page
    assert "www1" not in page
    assert "改称のため" not in page


def test_row_of_a_kind_that_is_gone_is_still_shown(cast: Cast, sign_in: SignIn) -> None:
    rename(cast)
    AuditRow.objects.update(thing_kind="gone.thing")

    page = sign_in(cast.operator).get("/audit/1/")

    assert (page.status_code, page.context["may_see_values"]) == (200, False)


def test_list_costs_the_same_with_many_rows(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.operator)
    client.get("/audit/")
    counts = []
    for number in range(3):
        for _row in range(number):
            rename(cast, number * 10 + _row)
        rename(cast, number)
        with CaptureQueriesContext(connection) as found:
            client.get("/audit/")
        counts.append(len(found))

    assert counts[0] == counts[1] == counts[2]


def test_nobody_sees_no_records(cast: Cast) -> None:
    rename(cast)
    nobody: Person | None = None

    assert list(queries.visible_to(nobody)) == []
