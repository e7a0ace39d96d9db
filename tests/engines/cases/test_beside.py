"""What stands beside a case: checklist and links; and beside a request while it is typed: the calendars."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.engines.cases.models import Case, CaseLink, Check, CheckTemplate, OfficeSetting
from kakehashi.engines.cases.operations import moving
from kakehashi.engines.cases.operations.checks import add_check, remove_check, save_checks, tick
from kakehashi.engines.cases.operations.links import link_cases, unlink
from kakehashi.engines.cases.queries.holidays import days_beside
from kakehashi.engines.cases.queries.links import linkable, links_of
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.organisations.models import Holiday
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import formal, roads, stories

OUTSIDERS = ["neighbour", "other_branch_officer", "london_staff", "retired", "operator"]


def with_checks(cast: Cast) -> Case:
    for text in ("通訳を確かめる", "名刺を送る", "祝日を確かめる"):
        CheckTemplate.objects.create(kind=stories.kind(), text_ja=text)
    return stories.arranging(cast)


def neighbours_case(cast: Cast) -> Case:
    return stories.fresh(moving.submit(stories.draft(cast, by=cast.neighbour), by=cast.neighbour))


# --- Checklist --------------------------------------------------------------------------------------------------------
def test_the_checklist_of_the_kind_is_counted_in_the_head(cast: Cast, sign_in: SignIn) -> None:
    case = with_checks(cast)
    tick(case.checks.all()[0], is_done=True, by=cast.staff)

    staff, client = (
        sign_in(who).get(reverse("cases:case", args=[case.pk])).content.decode() for who in (cast.staff, cast.officer)
    )

    assert "1/3" in staff
    assert "通訳を確かめる" in staff
    assert "通訳を確かめる" not in client


def test_two_who_tick_at_the_same_time_lose_nothing(cast: Cast, sign_in: SignIn) -> None:
    """Both opened the page while nothing was ticked; each ticks another line."""
    case = with_checks(cast)
    first, second, third = case.checks.all()
    page: dict[str, Any] = {"shown": [first.pk, second.pk, third.pk]}
    url = reverse("cases:checks", args=[case.pk])

    sign_in(cast.director).post(url, page | {"done": [first.pk]})
    sign_in(cast.staff).post(url, page | {"done": [second.pk]})

    assert [check.done_by for check in Check.objects.order_by("pk")] == [cast.director, cast.staff, None]


def test_a_tick_is_taken_back_and_one_that_stands_is_left(cast: Cast) -> None:
    case = with_checks(cast)
    first, second, _third = case.checks.all()
    save_checks(case, {first.pk: True, second.pk: True}, by=cast.director)

    changed = save_checks(case, {first.pk: False, second.pk: True, 999_999: True}, by=cast.staff)

    assert changed == 1
    assert [check.done_by for check in Check.objects.order_by("pk")] == [None, cast.director, None]


@pytest.mark.parametrize("sent", [{"shown": "x", "done": "²"}, {"done": ["1"]}, {"shown": ["99999999999999999999"]}])
def test_what_makes_no_sense_ticks_nothing(cast: Cast, sign_in: SignIn, sent: Any) -> None:
    case = with_checks(cast)

    answer = sign_in(cast.staff).post(reverse("cases:checks", args=[case.pk]), sent)

    assert answer.status_code == 302
    assert Check.objects.filter(done_at__isnull=False).count() == 0


def test_a_line_of_ones_own(cast: Cast, sign_in: SignIn) -> None:
    case = with_checks(cast)
    url = reverse("cases:check_add", args=[case.pk])

    sign_in(cast.staff).post(url, {"text": "車を頼む"})
    empty = sign_in(cast.staff).post(url, {"text": ""}, follow=True)

    assert [check.text_ja for check in case.checks.all()][-1] == "車を頼む"
    assert "200字まで" in empty.content.decode()
    assert case.checks.count() == 4


def test_a_line_of_ones_own_is_taken_off_again(cast: Cast, sign_in: SignIn) -> None:
    case = with_checks(cast)
    line = add_check(case, "車を頼む", by=cast.director)
    client = sign_in(cast.staff)
    url = reverse("cases:check_remove", args=[case.pk, line.pk])
    offered = client.get(reverse("cases:case", args=[case.pk])).content.decode().count("/remove/")

    client.post(url)

    assert (offered, case.checks.count()) == (1, 3)
    assert client.post(url).status_code == 404


def test_what_is_ticked_and_what_the_kind_asks_for_stay(cast: Cast) -> None:
    case = with_checks(cast)
    ticked = tick(add_check(case, "車を頼む", by=cast.staff), is_done=True, by=cast.staff)

    for line in (ticked, case.checks.all()[0]):
        with pytest.raises(NotPermittedError):
            remove_check(line, by=cast.staff)

    assert case.checks.count() == 4


@pytest.mark.parametrize(
    ("who", "code"), [("officer", 403), ("branch_officer", 403), ("planner", 403), *((who, 404) for who in OUTSIDERS)]
)
def test_only_the_office_ticks(cast: Cast, sign_in: SignIn, who: str, code: int) -> None:
    case = with_checks(cast)
    client = sign_in(getattr(cast, who))

    ticked = client.post(
        reverse("cases:checks", args=[case.pk]), {"shown": case.checks.all()[0].pk, "done": case.checks.all()[0].pk}
    )
    added = client.post(reverse("cases:check_add", args=[case.pk]), {"text": "x"})
    bare = client.post(reverse("cases:check_add", args=[case.pk]), {"text": ""})

    assert [answer.status_code for answer in (ticked, added, bare)] == [code] * 3


# --- Links ------------------------------------------------------------------------------------------------------------
def test_a_link_is_shown_on_both_cases_to_whoever_sees_the_other(cast: Cast) -> None:
    ours, theirs = stories.submitted(cast), neighbours_case(cast)
    link_cases(theirs, ours, why="同じ訪問先", by=cast.staff)

    seen = {
        who: [linked.case for linked in links_of(ours, getattr(cast, who))]
        for who in ("staff", "planner", "branch_officer", "officer")
    }

    assert seen == {"staff": [theirs], "planner": [theirs], "branch_officer": [theirs], "officer": []}
    assert [linked.case for linked in links_of(theirs, cast.staff)] == [ours]
    assert [line.text for line in stories.story(ours, cast.staff)].count("同じ訪問先") == 1
    assert [line.text for line in stories.story(ours, cast.officer)].count("同じ訪問先") == 0


def test_the_other_case_is_not_betrayed_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    ours, theirs = stories.submitted(cast), neighbours_case(cast)
    Case.objects.filter(pk=theirs.pk).update(title="加古川の秘密")
    link_cases(ours, theirs, why="隣の話", by=cast.staff)

    page = sign_in(cast.officer).get(reverse("cases:case", args=[ours.pk])).content.decode()

    assert ("加古川の秘密" in page, "隣の話" in page, str(theirs.number) in page) == (False, False, False)


def test_linked_once_in_either_direction(cast: Cast) -> None:
    one, other = stories.submitted(cast), stories.submitted(cast)

    link_cases(one, other, why="続き", by=cast.staff)
    link_cases(other, one, why="逆", by=cast.staff)

    assert [(link.case, link.other, link.why) for link in CaseLink.objects.all()] == [(one, other, "続き")]


def test_nobody_links_what_they_do_not_see(cast: Cast) -> None:
    one, hidden = stories.submitted(cast), stories.draft(cast)
    london = stories.fresh(moving.submit(stories.draft(cast, office=cast.london), by=cast.officer))

    for other in (hidden, london, one):
        with pytest.raises(NotPermittedError):
            link_cases(one, other, why="x", by=cast.staff)
    for who in (cast.officer, cast.branch_officer, cast.neighbour):
        with pytest.raises(NotPermittedError):
            link_cases(one, stories.submitted(cast), why="x", by=who)


def test_found_by_number_and_words(cast: Cast) -> None:
    one, other = stories.submitted(cast), neighbours_case(cast)
    formal.awaiting_letter(cast, title="道路の調査")

    assert [case.number for case in linkable(one, cast.staff, other.number or "")] == [other.number]
    assert [case.title for case in linkable(one, cast.staff, "道路")] == ["道路の調査"]
    assert [case.title for case in linkable(one, cast.staff, "")] == ["道路の調査"]  # of the same body
    assert list(linkable(one, cast.london_staff, "道路")) == []


def test_linked_and_unlinked_on_screen(cast: Cast, sign_in: SignIn) -> None:
    one, other = stories.submitted(cast), neighbours_case(cast)
    staff = sign_in(cast.staff)
    url = f"{reverse('cases:link_new', args=[one.pk])}?q={other.number}"

    found = staff.get(url).content.decode()
    bare = staff.post(url, {"other": other.pk, "why": ""})
    hidden = staff.post(url, {"other": stories.draft(cast).pk, "why": "x"})
    done = staff.post(url, {"other": other.pk, "why": "同じ訪問先"}, follow=True)

    assert str(other.number) in found
    assert [answer.status_code for answer in (bare, hidden)] == [200, 200]
    assert "同じ訪問先" in done.content.decode()
    remove = reverse("cases:link_remove", args=[one.pk, CaseLink.objects.get().pk])
    assert [
        sign_in(getattr(cast, who)).post(remove).status_code for who in ("neighbour", "officer", "branch_officer")
    ] == [404, 404, 403]
    assert staff.post(remove).status_code == 302
    assert CaseLink.objects.count() == 0


def test_a_link_is_removed_by_whoever_may_link(cast: Cast) -> None:
    link = link_cases(stories.submitted(cast), stories.submitted(cast), why="x", by=cast.staff)

    with pytest.raises(NotPermittedError):
        unlink(link, by=cast.officer)
    unlink(link, by=cast.planner)

    assert CaseLink.objects.count() == 0


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_page_costs_the_same_for_many_rows(cast: Cast, sign_in: SignIn, django_assert_num_queries: Any) -> None:
    case = formal.awaiting_letter(cast)
    url = reverse("cases:case", args=[case.pk])
    staff = sign_in(cast.staff)

    def hang() -> None:
        formal.issued_letter(case, cast.officer)
        formal.draft_letter(case, cast.staff, formal.COUNCIL)
        formal.asked(case, cast.staff, cast.director)
        formal.asked(case, cast.staff)
        tick(add_check(case, "確かめる", by=cast.staff), is_done=True, by=cast.director)
        link_cases(case, stories.submitted(cast), why="x", by=cast.staff)

    hang()
    staff.get(url)
    few = _queries_of(staff, url)
    for _number in range(3):
        hang()

    with django_assert_num_queries(few):
        assert staff.get(url).status_code == 200
    assert few <= MOST


@pytest.mark.parametrize("who", ["staff", "officer", "branch_officer", "section_staff"])
@pytest.mark.parametrize("scene", ["arranging", "following_up", "researched"])
def test_the_page_costs_little_at_every_scene(cast: Cast, sign_in: SignIn, scene: str, who: str) -> None:
    case = roads.researched(cast) if scene == "researched" else getattr(stories, scene)(cast)
    url = reverse("cases:case", args=[case.pk])
    client = sign_in(getattr(cast, who))
    client.get(url)

    assert _queries_of(client, url) <= MOST


MOST = 23  # queries of the page of a case: four are the frame's, one asks which people one may look up


def _queries_of(client: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


# --- Calendars beside the request -------------------------------------------------------------------------------------
def make_holidays() -> None:
    for country, day, name in (
        ("JP", dt.date(2012, 10, 8), "体育の日"),
        ("FR", dt.date(2012, 10, 15), "試しの祝日"),
        ("FR", dt.date(2012, 10, 21), "前後の祝日"),
        ("FR", dt.date(2012, 10, 22), "遠い祝日"),
    ):
        Holiday.objects.create(country_id=country, day=day, name_ja=name)


def marks(case: Case, answers: dict[str, Any]) -> list[tuple[str, bool, bool, list[str]]]:
    found = days_beside(case, answers)
    assert found
    return [(one.day.isoformat(), one.is_weekend, one.is_near, one.holidays) for one in found.marked]


def test_holidays_of_both_sides_and_weekends_are_marked(cast: Cast) -> None:
    make_holidays()
    case = stories.draft(cast)

    typed = marks(case, {"dates": [{"starts_on": "2012-10-11", "ends_on": "2012-10-18"}]})
    turned = marks(case, {"dates": [{"starts_on": "2012-10-20", "ends_on": "2012-10-15"}, {"ends_on": "2012-10-06"}]})

    assert typed == [
        ("2012-10-08", False, True, ["日本の祝日(体育の日)"]),
        ("2012-10-15", False, False, ["フランスの祝日(試しの祝日)"]),
        ("2012-10-21", False, True, ["フランスの祝日(前後の祝日)"]),
    ]
    assert turned == [
        ("2012-10-06", True, False, []),
        ("2012-10-08", False, True, ["日本の祝日(体育の日)"]),
        ("2012-10-15", False, False, ["フランスの祝日(試しの祝日)"]),
        ("2012-10-20", True, False, []),
        ("2012-10-21", False, True, ["フランスの祝日(前後の祝日)"]),
        ("2012-10-22", False, True, ["フランスの祝日(遠い祝日)"]),
    ]


@pytest.mark.parametrize(
    "answers", [{}, {"dates": []}, {"dates": ["x"]}, {"needed_by": "もうすぐ"}, {"needed_by": "9999-12-31"}]
)
def test_nothing_is_said_without_days(cast: Cast, answers: dict[str, Any]) -> None:
    assert days_beside(stories.draft(cast), answers) is None


def test_holidays_nobody_entered_are_called_unset(cast: Cast) -> None:
    make_holidays()
    case = stories.draft(cast)
    case.assisting = cast.london

    this_year = days_beside(case, {"country": "IT", "needed_by": "2012-12-05"})
    another = days_beside(case, {"needed_by": "2015-12-02"})

    assert this_year
    assert ([str(side) for side in this_year.known], [str(side) for side in this_year.unknown]) == (
        ["日本", "フランス"], ["イギリス", "イタリア"],
    )  # fmt: skip
    assert another
    assert [str(side) for side in another.unknown] == ["日本", "フランス", "イギリス"]


def test_the_calendars_stand_beside_what_is_being_typed(cast: Cast, sign_in: SignIn) -> None:
    make_holidays()
    case = stories.draft(cast)
    Case.objects.filter(pk=case.pk).update(assisting=cast.london)
    OfficeSetting.objects.update_or_create(office=cast.london, defaults={"notes_ja": "霧に注意", "time_zone": "UTC"})
    url = reverse("cases:beside", args=[case.pk])
    client = sign_in(cast.officer)

    typed = client.get(url, {"dates-0-starts_on": "2012-10-13", "dates-0-ends_on": "2012-10-15"}).content.decode()
    quiet = client.get(url, {"dates-0-starts_on": "2012-12-04"}).content.decode()

    words = ("フランスの祝日(試しの祝日)", "入力した日は週末です", "イギリスの祝日: 未設定", "霧に注意")
    assert [one in typed for one in words] == [True] * 4
    assert "日本・フランスの祝日にも" in quiet


def test_many_ranges_and_holidays_cost_two_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    case = stories.draft(cast)
    make_holidays()
    assert case.office.country_id == "FR"
    rows = [{"starts_on": f"2012-10-{day:02}", "ends_on": f"2012-10-{day + 1:02}"} for day in range(1, 30)]

    with django_assert_num_queries(2):
        assert days_beside(case, {"dates": rows})
