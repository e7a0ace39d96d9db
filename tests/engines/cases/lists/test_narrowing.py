import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict

from kakehashi.engines.cases.models import Case, CaseKind
from kakehashi.engines.cases.queries.lists import counts, matching, page_of
from kakehashi.engines.cases.queries.narrowing import Filter, parameters, read_filter, without
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.engines.cases import stories
from tests.engines.cases.lists.many import DAY, make_case


@pytest.fixture(autouse=True)
def _in_the_summer_of_2012() -> Any:
    with clock.pinned(DAY):
        yield


def found(person: Any, narrowed: Filter) -> set[str]:
    """The titles of the list, and the proof that the counted number is theirs."""
    lines = page_of(person, narrowed, 0)
    assert counts(person, narrowed, {1: narrowed}).total == len(lines)
    assert counts(person, narrowed, {1: narrowed}).views == {1: len(lines)}
    return {line.case.title for line in lines}


def all_sorts(cast: Cast) -> None:
    """One case for each filter that differs from the others in that alone."""
    today = DAY.date()
    other_kind = CaseKind.objects.create(code="other", name_ja="別", name_en="Other", service_number=99)
    stories.kind()
    make_case(cast, 1, title="ふつう")
    make_case(cast, 2, title="手配中", step="arranging")
    make_case(cast, 3, title="終わり", step="closed")
    make_case(cast, 4, title="ロンドン", office=cast.london, country_id="GB")
    make_case(cast, 5, title="手伝い", office=cast.london, assisting=cast.paris)
    make_case(cast, 6, title="別の種類", kind=other_kind)
    make_case(cast, 7, title="防災", theme="disaster")
    make_case(cast, 8, title="担当あり", lead=cast.staff)
    make_case(cast, 9, title="加古川", applicant=cast.kakogawa, requester=cast.neighbour)
    make_case(cast, 10, title="昨年度", fiscal_year=2011)
    make_case(cast, 11, title="急ぎ", is_urgent=True)
    make_case(cast, 12, title="遅れ", due_on=today - dt.timedelta(days=1))
    make_case(cast, 13, title="もうすぐ", due_on=today + dt.timedelta(days=7))
    make_case(cast, 14, title="まだ先", due_on=today + dt.timedelta(days=8))
    make_case(cast, 15, title="大阪の支部", branch=cast.other_branch)
    make_case(cast, 16, title="終わって遅れ", step="closed", due_on=today - dt.timedelta(days=1))


def test_each_filter_finds_what_it_says(cast: Cast) -> None:
    all_sorts(cast)
    every = set(Case.objects.values_list("title", flat=True))
    ended = {"終わり", "終わって遅れ"}

    def of(**narrowed: Any) -> set[str]:
        return found(cast.section_staff, Filter(view="all", **narrowed))

    assert of() == every
    assert found(cast.section_staff, Filter(view="open")) == every - ended
    assert found(cast.section_staff, Filter(view="ended")) == ended
    assert of(step="arranging") == {"手配中"}
    assert of(office=cast.london.pk) == {"ロンドン", "手伝い"}
    assert of(office=cast.paris.pk) == every - {"ロンドン"}
    assert of(kind=CaseKind.objects.get(code="other").pk) == {"別の種類"}
    assert of(service=99) == {"別の種類"}
    assert of(country="GB") == {"ロンドン"}
    assert of(theme="disaster") == {"防災"}
    assert of(lead=cast.staff.pk) == {"担当あり"}
    assert of(lead=0) == every - {"担当あり"}
    assert of(branch=cast.other_branch.pk) == {"大阪の支部"}
    assert of(applicant="加古川") == {"加古川"}
    assert of(applicant="282103") == {"加古川"}
    assert of(fiscal_year=2011) == {"昨年度"}
    assert of(urgent=True) == {"急ぎ"}
    assert of(due="overdue") == {"遅れ"}
    assert of(due="soon") == {"もうすぐ"}
    assert of(q="防災") == {"防災"}
    assert of(q="PAR-2012-0007") == {"防災"}
    assert of(q="加古川 訪問") == set()
    assert of(office=cast.paris.pk, urgent=True, theme="tourism") == {"急ぎ"}
    assert of(office=cast.london.pk, urgent=True) == set()


def test_my_own_are_those_i_lead_and_those_i_asked(cast: Cast) -> None:
    all_sorts(cast)

    assert found(cast.staff, Filter(view="mine")) == {"担当あり"}
    assert "加古川" not in found(cast.officer, Filter(view="mine"))
    assert found(cast.neighbour, Filter(view="mine")) == {"加古川"}


@pytest.mark.parametrize(
    ("who", "steps"),
    [
        ("officer", {"needs_info", "needs_detail", "following_up", "draft"}),
        ("staff", {"submitted", "reviewing", "arranging"}),
        ("london_staff", set()),
        ("section_staff", set()),
    ],
)
def test_waiting_are_those_whose_turn_is_mine(cast: Cast, who: str, steps: set[str]) -> None:
    every = ["submitted", "reviewing", "arranging", "needs_info", "needs_detail", "following_up", "ready", "closed"]
    for number, step in enumerate(every):
        make_case(cast, number, step=step, title=step)
    make_case(cast, 99, step="draft", title="draft", number=None, submitted_at=None)
    person = getattr(cast, who)

    lines = page_of(person, Filter(view="waiting"), 0)

    assert {line.case.title for line in lines} == steps
    assert [line.is_mine for line in lines] == [True] * len(steps)
    assert counts(person, Filter(), {}).tabs["waiting"] == len(steps)


@pytest.mark.parametrize("who", ["neighbour", "other_branch_officer", "london_staff", "retired", "operator"])
def test_strangers_find_nothing_by_any_filter(cast: Cast, who: str) -> None:
    case = make_case(cast, 1, lead=cast.staff, is_urgent=True, due_on=DAY.date() - dt.timedelta(days=1))
    person = getattr(cast, who)
    filters = [
        Filter(view="all"),
        Filter(view="open", q=case.title),
        Filter(view="all", q=str(case.number)),
        Filter(view="all", lead=cast.staff.pk),
        Filter(view="all", applicant="姫路"),
        Filter(view="all", office=cast.paris.pk, due="overdue", urgent=True),
    ]

    assert [found(person, one) for one in filters] == [set()] * len(filters)
    assert set(counts(person, Filter(), {}).tabs.values()) == {0}


def test_orders(cast: Cast) -> None:
    today = DAY.date()
    make_case(cast, 1, title="新しい", due_on=today + dt.timedelta(days=9))
    make_case(cast, 2, title="中くらい")
    make_case(cast, 3, title="古い", due_on=today)

    def order(**narrowed: Any) -> list[str]:
        return [line.case.title for line in page_of(cast.staff, Filter(**narrowed), 0)]

    assert order(view="open") == ["新しい", "中くらい", "古い"]
    assert order(view="waiting") == ["古い", "中くらい", "新しい"]
    assert order(view="open", sort="longest") == ["古い", "中くらい", "新しい"]
    assert order(view="open", sort="due") == ["古い", "新しい", "中くらい"]


def test_filter_comes_back_out_of_its_address() -> None:
    narrowed = Filter(view="ended", q="城 観光", lead=0, urgent=True, due="soon", sort="due", office=7)

    assert read_filter(parameters(narrowed)) == narrowed
    assert without(narrowed, "lead").lead is None
    assert "lead" not in parameters(without(narrowed, "lead"))


@pytest.mark.parametrize(
    "query",
    ["view=x&step=x&theme=x&due=x&sort=x", "office=x&kind=-1&lead=1e3&fiscal_year=９", "office=99999999999999999999"],
)
def test_what_is_not_understood_does_not_narrow(query: str) -> None:
    assert read_filter(QueryDict(query).dict()) == Filter()


def test_no_case_is_on_two_pages(cast: Cast) -> None:
    for number in range(120):
        make_case(cast, number, step_since=DAY)

    pages = [page_of(cast.staff, Filter(view="all"), first) for first in (0, 50, 100, 150)]

    assert [len(page) for page in pages] == [50, 50, 20, 0]
    assert len({line.case.pk for page in pages for line in page}) == 120
    assert matching(cast.staff, Filter(view="all")).count() == 120
