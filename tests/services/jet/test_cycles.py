"""Years of the programme: their days, the narrower one holds; the plan, by hand and from a file."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kakehashi.foundation.documents.exports import to_xlsx
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Country, Person
from kakehashi.services.jet.choices import DeadlineKind, Group, Level, Position, Urbanity
from kakehashi.services.jet.models import CountryPlan, Cycle
from kakehashi.services.jet.operations import cycles
from kakehashi.services.jet.placing.problem import GROUPS, LEVELS, POSITIONS, URBANITIES
from kakehashi.services.jet.queries.cycles import deadline
from tests.cast import Cast
from tests.conftest import SignIn
from tests.services.jet import stories


@pytest.fixture
def officer(cast: Cast) -> Person:
    return stories.jet_officer(cast)


def test_the_narrower_day_holds(officer: Person) -> None:
    cycle = stories.cycle(officer)
    for group, country, day in [("", None, 1), ("small", None, 2), ("", Country.objects.get(pk="GB"), 3)]:
        values = {"kind": "request", "group": group, "country": country, "on": dt.date(2012, 11, day)}
        cycles.set_deadline(cycle, values, by=officer)

    found = [deadline(cycle, DeadlineKind.REQUEST, country=country) for country in ("GB", "FR", "IT")]

    assert [one and one.on.day for one in found] == [3, 2, 1]
    assert deadline(cycle, DeadlineKind.RESULT) is None


def test_a_day_that_is_there_is_moved(officer: Person, sign_in: SignIn) -> None:
    cycle = stories.cycle(officer)
    browser = sign_in(officer)

    for day in ("2012-11-01", "2012-11-05"):
        browser.post(reverse("jet:deadline", args=[2013]), {"kind": "request", "on": day, "group": "", "country": ""})

    assert [str(one.on) for one in cycle.deadlines.all()] == ["2012-11-05"]


def test_a_new_year_takes_the_countries_over_without_their_limits(officer: Person) -> None:
    stories.cycle(officer)

    made = cycles.make_cycle({"year": 2014}, by=officer)

    rows = {one.country_id: (one.group, one.alt, one.cir) for one in made.plan.all()}
    assert rows == {"GB": ("english", None, None), "FR": ("small", None, None)}
    with pytest.raises(MoveRefusedError):
        cycles.make_cycle({"year": 2014}, by=officer)


def test_limits_that_bind(officer: Person) -> None:
    cycle = stories.cycle(officer)

    maxima: dict[tuple[str, str], int] = {}
    for one in cycle.plan.all():
        maxima |= one.maxima()

    assert maxima == {("GB", "ALT"): 2, ("FR", "CIR"): 1}


def test_the_plan_from_a_file(officer: Person, sign_in: SignIn) -> None:
    stories.cycle(officer)
    browser = sign_in(officer)
    rows: list[list[str | int]] = [["イギリス", "英語圏", 5, ""], ["イタリア", "少数招致国", 0, 1]]
    file = to_xlsx(["国", "国のまとまり", "ALTの上限", "CIRの上限"], rows, sheet="x")

    sent = {"file": SimpleUploadedFile("plan.xlsx", file)}
    look = browser.post(reverse("jet:plan_import", args=[2013]), sent, follow=True)
    browser.post(look.request["PATH_INFO"])

    assert [(one.title, one.is_new) for one in look.context["changes"]] == [("イギリス", False), ("イタリア", True)]
    found = {one.country_id: (one.alt, one.cir, one.sea) for one in CountryPlan.objects.all()}
    assert found == {"GB": (5, None, None), "FR": (None, 1, None), "IT": (0, 1, None)}


def test_two_at_one_year_lose_nothing(officer: Person, sign_in: SignIn) -> None:
    cycle = stories.cycle(officer)
    read = cycle.revision
    cycles.change_cycle(cycle, {"note": "先に書いた"}, base_revision=read, by=officer)

    page = sign_in(officer).post(reverse("jet:cycle_edit", args=[2013]), {"note": "あとから", "_revision": read})

    assert page.status_code == 409
    assert "先に書いた" in page.content.decode()
    assert Cycle.objects.get().note == "先に書いた"


def test_screens_and_placement_speak_of_the_same() -> None:
    assert tuple(Position.values) == POSITIONS
    assert ("", *Level.values) == LEVELS
    assert tuple(Group.values) == GROUPS
    assert tuple(Urbanity.values) == URBANITIES
