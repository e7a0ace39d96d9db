"""The road of every shipped kind, as its cases and as headquarters see it."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.engines.cases.models import Case, CaseKind
from kakehashi.engines.cases.queries.road import road_of, sample_of, timed_steps
from kakehashi.engines.cases.seed import DATA
from kakehashi.engines.cases.views.road import progress
from tests.cast import Cast
from tests.engines.cases import stories

ARRANGED = ["draft", "submitted", "reviewing", "arranging", "ready", "visited", "following_up", "closed"]
ANSWERED = ["draft", "submitted", "reviewing", "working", "following_up", "closed"]
RECORDED = ["draft", "working", "closed"]
RESEARCHED = [
    "draft", "with_branch", "submitted", "reviewing", "awaiting_letter", "letter_with_branch", "working",
    "following_up", "closed",
]  # fmt: skip
ROADS = {
    "media-outreach": ["draft", "arranging", "ready", "visited", "closed"],
    "market-opening": ARRANGED,
    "top-sales": ARRANGED,
    "economic-adviser": ANSWERED,
    "media-pitch": ARRANGED,
    "front-desk": ANSWERED,
    "plaza": ANSWERED,
    "sister-city-support": ARRANGED,
    "anniversary-support": ARRANGED,
    "tokyo-office-visit": RECORDED,
    "ngo-visit": RECORDED,
    "activity-support": ARRANGED,
    "requested-research": RESEARCHED,
}
AT_THE_BRANCH = {"with_branch", "letter_with_branch"}


def of(code: str) -> CaseKind:
    stories.kind()
    return CaseKind.objects.get(code=code)


def steps(kind: CaseKind, **facts: Any) -> list[str]:
    """The road of a case of this kind that differs from the usual one in these facts."""
    case = sample_of(kind)
    for name, value in facts.items():
        setattr(case, name, value)
    with CaptureQueriesContext(connection) as asked:
        found = [step.code for step in road_of(case)]
    assert len(asked) == 0
    return found


def test_every_shipped_kind_has_its_road_here() -> None:
    shipped = json.loads((DATA / "kinds.json").read_text(encoding="utf-8"))["kinds"]

    assert [kind["code"] for kind in shipped] == list(ROADS)


@pytest.mark.parametrize("code", ROADS)
def test_the_road_of_a_kind(cast: Cast, code: str) -> None:
    kind, road = of(code), ROADS[code]

    assert steps(kind) == road
    assert steps(kind, branch_id=None) == [step for step in road if step not in AT_THE_BRANCH]
    assert steps(kind, applicant_id=None) == [step for step in road if step != "following_up"]


@pytest.mark.parametrize("code", ROADS)
def test_the_page_shows_where_a_case_stands_on_it(cast: Cast, code: str) -> None:
    case = sample_of(of(code))
    shown = {}
    for step in ROADS[code]:
        case.step = step
        shown[step] = [one.state for one in progress(case)]

    many = len(ROADS[code])
    expected = {step: ["done"] * at + ["current"] + ["todo"] * (many - at - 1) for at, step in enumerate(ROADS[code])}
    assert shown == expected | {"closed": ["done"] * many}
    assert case.step == "closed"  # looking does not move it


@pytest.mark.parametrize(("step", "at"), [("needs_info", 2), ("needs_detail", 3), ("declined", None)])
def test_beside_the_road(cast: Cast, step: str, at: int | None) -> None:
    case = sample_of(of("top-sales"))
    case.step = step

    assert [i for i, one in enumerate(progress(case)) if one.state == "current"] == ([] if at is None else [at])


def test_the_steps_that_can_have_a_number_of_days(cast: Cast) -> None:
    assert [step.code for step in timed_steps(of("requested-research"))] == [
        "with_branch", "submitted", "needs_info", "reviewing", "awaiting_letter", "letter_with_branch", "working",
        "needs_detail", "following_up",
    ]  # fmt: skip


def test_a_case_on_its_way_keeps_its_road(cast: Cast) -> None:
    case = Case.objects.select_related("kind").get(pk=stories.ready(cast).pk)

    assert [step.code for step in road_of(case)] == ARRANGED
