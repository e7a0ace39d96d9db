"""The figures of a year: what they count, that each is the number of its list, who may see them."""

import datetime as dt
import io
import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kakehashi.engines.cases.models import Case, CaseKind, Item, Paper
from kakehashi.engines.cases.queries.narrowing import Filter
from kakehashi.engines.cases.queries.statistics import Days, Statistics, scope_of, statistics
from kakehashi.foundation.forms.models import AnswerSheet
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import stories
from tests.engines.cases.lists.many import DAY, make_case

PATH = "/cases/statistics/"
LATE = DAY.date() - dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_the_summer_of_2012() -> Any:
    with clock.pinned(DAY):
        yield


def a_year(cast: Cast) -> None:
    """Eight cases of two years at Paris, one of London, a draft; two kinds."""
    other = CaseKind.objects.create(code="other", name_ja="別", name_en="Other", service_number=99)
    make_case(cast, 1, due_on=LATE)
    make_case(cast, 2, step="arranging")
    make_case(cast, 3, step="closed", office_days=4, client_days=1)
    make_case(cast, 4, step="following_up", due_on=LATE)
    make_case(cast, 5, step="declined", office_days=10, client_days=3, applicant=cast.kakogawa)
    make_case(cast, 6, step="withdrawn", office_days=1, client_days=9)
    make_case(cast, 7, kind=other, office=cast.london, assisting=cast.paris)
    make_case(cast, 8, fiscal_year=2011, step="closed", office_days=7)
    make_case(cast, 9, office=cast.london)
    make_case(cast, 10, step="draft", number=None, submitted_at=None)


def of(person: Person, **asked: Any) -> Statistics:
    return statistics(person, scope_of(person), **{"fiscal_year": 2012, "office": None, "kind": None} | asked)


def item(case: Case, step: str) -> None:
    Item.objects.create(case=case, title="面会", step=step, starts_at=DAY)


def answered(case: Case, *, useful: Any, submitted: bool = True, round_number: int = 1) -> None:
    version = case.kind.follow_up_form.versions.get()  # type: ignore[union-attr]  # the kind of the stories has one
    sheet = AnswerSheet.objects.create(version=version, answers={"useful": useful})
    Paper.objects.create(
        case=case, kind="follow_up", round=round_number, sheet=sheet, submitted_at=DAY if submitted else None
    )


def test_each_case_is_counted_once_in_what_became_of_it(cast: Cast) -> None:
    a_year(cast)

    total = of(cast.section_staff).total

    assert dict(total.now.counts) == {
        "received": 8, "completed": 2, "declined": 1, "withdrawn": 1, "running": 4, "overdue": 1,
    }  # fmt: skip
    assert dict(total.before.counts) == {"received": 1, "completed": 1, "overdue": 0}


def test_case_with_assisting_office_counts_at_both(cast: Cast) -> None:
    a_year(cast)

    found = of(cast.section_staff)

    assert {row.name: row.now.counts["received"] for row in found.offices} == {"パリ事務所": 7, "ロンドン事務所": 2}
    assert sorted(row.now.counts["received"] for row in found.kinds) == [1, 7]


def test_clocks_are_measured_on_cases_that_have_ended(cast: Cast) -> None:
    a_year(cast)

    now = of(cast.section_staff).total.now

    assert (now.office_days.median, now.office_days.ninetieth) == (4, 10)
    assert (now.client_days.median, now.client_days.ninetieth) == (3, 9)


def test_half_way_between_two_lies_the_median(cast: Cast) -> None:
    days = Days()
    days.cases.update(range(1, 21))

    assert (days.median, days.ninetieth) == (10.5, 18)
    assert (Days().median, Days().ninetieth) == (None, None)


def test_bodies_that_used_it_again_and_for_the_first_time(cast: Cast) -> None:
    a_year(cast)

    found = of(cast.section_staff)

    assert (found.bodies.used, found.bodies.again, found.bodies.new) == (2, 1, 1)
    assert (found.bodies_before.used, found.bodies_before.again, found.bodies_before.new) == (1, 0, 1)
    assert [(body.name, body.received, body.is_new) for body in found.bodies.named] == [
        ("姫路市", 7, False), ("加古川市", 1, True),
    ]  # fmt: skip


def test_partial_success_is_told_from_whole(cast: Cast) -> None:
    partly, wholly = make_case(cast, 1), make_case(cast, 2)
    for case, step in [(partly, "confirmed"), (partly, "failed"), (partly, "arranging"), (wholly, "done")]:
        item(case, step)

    now = of(cast.section_staff).total.now

    assert dict(now.items) == {True: 2, False: 1}
    assert now.counts["partial"] == 1


def test_marks_are_those_handed_in_first(cast: Cast) -> None:
    cases = [make_case(cast, serial) for serial in range(4)]
    answered(cases[0], useful="5")
    answered(cases[0], useful="1", round_number=2)
    answered(cases[1], useful="2", submitted=False)
    answered(cases[2], useful="")
    answered(cases[3], useful=None)

    marks = of(cast.section_staff).total.now.marks

    assert marks == {"useful": [5], "quality": [], "ease": [], "information": [], "cost": []}


def test_average_is_shown_from_five_answers_on(cast: Cast, sign_in: SignIn) -> None:
    for serial in range(5):
        answered(make_case(cast, serial), useful="5" if serial else "4")
    for serial in range(5, 9):
        answered(make_case(cast, serial, fiscal_year=2011), useful="5")

    marks = sign_in(cast.staff).get(PATH).context["marks"]

    assert marks[0]["years"] == [{"average": "4.8", "number": 5}, {"average": "", "number": 4}]
    assert marks[1]["years"] == [{"average": "", "number": 0}] * 2


def numbers_with_lists(client: Client, page: str) -> list[tuple[int, str]]:
    """Every number of the page that leads to a list, with its address."""
    linked = re.findall(r'<a href="(/cases/\?[^"]*)"><span class="ui-number"[^>]*>([\d,]+)</span></a>', page)
    return [(int(number.replace(",", "")), unescape(address)) for address, number in linked]


@pytest.mark.parametrize("who", ["staff", "london_staff", "director", "section_staff", "planner"])
def test_every_number_is_that_of_the_list_it_leads_to(cast: Cast, sign_in: SignIn, who: str) -> None:
    a_year(cast)
    for step in ("confirmed", "failed"):
        item(Case.objects.order_by("id")[1], step)
    client = sign_in(getattr(cast, who))
    answer = client.get(PATH)

    numbers = numbers_with_lists(client, answer.content.decode())
    numbers += [(stat["value"], stat["url"]) for stat in answer.context["stats"] if stat["url"]]
    numbers += [(bar.value, bar.url) for table in answer.context["tables"] for bar in table["bars"] if bar.url]

    assert len(numbers) >= 6
    assert [(client.get(url).context["page"].paginator.count, url) for _, url in numbers] == numbers


def test_staff_look_at_one_of_their_offices(cast: Cast, sign_in: SignIn) -> None:
    a_year(cast)
    client = sign_in(cast.staff)

    answer = client.get(PATH)

    assert answer.context["stats"][0]["value"] == 7
    assert list(answer.context["form"].fields["office"].choices) == [(cast.paris.pk, "パリ事務所")]
    assert client.get(f"{PATH}?office={cast.london.pk}").status_code == 404
    assert sign_in(cast.planner).get(f"{PATH}?office={cast.london.pk}").context["stats"][0]["value"] == 2


def test_year_office_and_kind_narrow(cast: Cast) -> None:
    a_year(cast)
    other = CaseKind.objects.get(code="other")

    assert of(cast.planner, fiscal_year=2011).total.now.counts["received"] == 1
    assert of(cast.planner, kind=other.pk).total.now.counts["received"] == 1
    assert of(cast.planner, office=cast.london.pk).total.now.counts["received"] == 2
    assert of(cast.planner, office=cast.london.pk).total.narrowed == Filter(
        view="all", fiscal_year=2012, office=cast.london.pk, outcome="received"
    )
    assert of(cast.planner, office=cast.london.pk).offices == []
    assert of(cast.planner, kind=other.pk).kinds == []


@pytest.mark.parametrize("who", ["officer", "neighbour", "branch_officer", "operator", "retired"])
@pytest.mark.parametrize("path", [PATH, f"{PATH}export.csv"])
def test_nobody_else_learns_that_it_is_there(cast: Cast, sign_in: SignIn, who: str, path: str) -> None:
    make_case(cast, 1)

    assert sign_in(getattr(cast, who)).get(path).status_code == 404


@pytest.mark.parametrize("query", ["fiscal_year=1850", "fiscal_year=x", "kind=999999", "office=1e9"])
def test_what_is_not_offered_is_not_there(cast: Cast, sign_in: SignIn, query: str) -> None:
    assert sign_in(cast.planner).get(f"{PATH}?{query}").status_code == 404


def test_page_costs_the_same_at_any_size(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)
    make_case(cast, 100)
    client.get(PATH)
    with CaptureQueriesContext(connection) as few:
        client.get(PATH)
    a_year(cast)
    for serial in range(101, 130):
        answered(make_case(cast, serial, step="closed", fiscal_year=2011 + serial % 2), useful="4")

    with CaptureQueriesContext(connection) as many:
        client.get(PATH)

    assert len(many) == len(few)
    assert len(many) <= 12


def test_table_goes_out_as_file(cast: Cast, sign_in: SignIn) -> None:
    a_year(cast)
    client = sign_in(cast.section_staff)

    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{PATH}export.xlsx").content))
    text = client.get(f"{PATH}export.csv?office={cast.paris.pk}").content.decode()

    header, total, *rows = book.get_sheet_by_index(0).to_python()
    assert header[:4] == ["まとめ方", "名称", "受付", "回答・完了"]
    assert total[:9] == ["全体", "", 8, 2, 1, 1, 4, 1, 1]
    assert [row[:3] for row in rows[:2]] == [["事務所・課", "ロンドン事務所", 2], ["事務所・課", "パリ事務所", 7]]
    assert text.splitlines()[1].startswith('"全体","","7","2","1","1","3","1","1","4","10"')
    assert client.get(f"{PATH}export.pdf").status_code == 404


def test_english_page_and_empty_year(cast: Cast, sign_in: SignIn) -> None:
    stories.kind()

    answer = sign_in(cast.planner).get(PATH, headers={"accept-language": "en"})

    assert answer.status_code == 200
    assert answer.context["tables"] == []
