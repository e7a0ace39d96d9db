"""Cost plans on screen: a city's participants and wishes, by hand beside the code; who reads and who writes."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.forms.spreadsheets import read_sheets
from kakehashi.foundation.organisations.models import Country, Person
from kakehashi.kernel import clock
from kakehashi.services.jet.models import CostPlan, Participant, PlannedPost, RateRow, Reappointment
from kakehashi.services.jet.money.amounts import Amount
from kakehashi.services.jet.money.rates import Kind
from kakehashi.services.jet.operations import costs, participants
from kakehashi.services.jet.queries.costs import reckoned
from tests.cast import Cast
from tests.conftest import SignIn
from tests.services.jet import stories
from tests.services.jet.money.tables import INVENTED
from tests.services.jet.money.test_city import PAY, YEARS

pytestmark = pytest.mark.django_db
SUMMER = dt.date(2012, 7, 31)


@pytest.fixture(autouse=True)
def _in_autumn_2012() -> Iterator[None]:
    with clock.pinned(dt.datetime(2012, 9, 3, 1, tzinfo=dt.UTC)):
        yield


def set_invented_rates() -> None:
    """The table of the city that is reckoned by hand, in the database."""
    RateRow.objects.exclude(kind__in=[Kind.PAY, Kind.TAX]).delete()
    names = ("kind", "country", "organisation_kind", "basis", "amount", "valid_from", "valid_until")
    for rate in INVENTED:
        values = {name: getattr(rate, name) for name in names}
        RateRow.objects.create(contract_year=rate.contract_year or 0, **values)


def council(cast: Cast) -> Person:
    found = Person.objects.filter(name_ja="地球 結").first()
    return found or stories.jet_officer(cast)


def arrived(cast: Cast, name: str, country: str, position: str = "ALT", on: dt.date = SUMMER) -> Participant:
    facts = {"name": name, "country_id": country, "position": position, "organisation": cast.himeji}
    return participants.add_participant({**facts, "arrived_on": on}, joins=False, by=council(cast))


def made(cast: Cast, **values: Any) -> CostPlan:
    return costs.make_plan(cast.himeji, {"title": "5年の計画", "first_year": 2012, **values}, by=cast.officer)


def wished(plan: CostPlan, cast: Cast, **values: Any) -> PlannedPost:
    post = PlannedPost(**{"position": "ALT", "arrives_on": dt.date(2013, 8, 4), "stays": 3, **values})
    costs.set_post(plan, post, base_revision=plan.revision, by=cast.officer)
    return post


def test_a_city_over_five_years_is_what_was_reckoned_by_hand(cast: Cast) -> None:
    """ALT 1, who is followed, ALT 2 and the CIR of the city in ``money/test_city``: each amount stands there."""
    for code in ("US", "DE"):
        Country.objects.get_or_create(pk=code, defaults={"name_ja": code, "name_en": code})
    set_invented_rates()
    arrived(cast, "ALT 1", "US")
    cir = arrived(cast, "CIR", "DE", "CIR")
    cir.count, cir.ends_on = 5, dt.date(2017, 7, 31)
    cir.save()
    plan = made(cast)
    wished(plan, cast, country_id="GB", note="ALT 2")
    found = reckoned(plan).plan

    by_name = {one.engagement.name: [one.item(year, Kind.PAY).yen for year in YEARS] for one in found.people}
    after_alt_2 = by_name.pop("ALT 2の後任1")
    assert by_name == {
        "ALT 1": PAY["ALT 1"],
        "ALT 1の後任1": PAY["ALT 1 (next)"],
        "ALT 2": PAY["ALT 2"],
        "CIR": PAY["CIR"],
    }
    assert after_alt_2 == [0, 0, 0, 0, 2_203_871]  # as the first year of ALT 2, three years later
    assert found.gross(2012) == Amount(6_120_000)  # as reckoned by hand: only these two are there
    assert found.net(2012) == Amount(-164_714)
    assert found.missing == ()


def test_without_rates_sums_are_the_least_and_the_items_are_named(cast: Cast, sign_in: SignIn) -> None:
    arrived(cast, "One", "GB")
    plan = made(cast, is_refilled=False)
    page = sign_in(cast.officer).get(f"/jet/costs/{plan.pk}/").content.decode()

    assert "額が未設定の項目があります" in page and "≥ " in page
    assert "2,240,000" in page  # the pay of August to March is known
    assert reckoned(plan).plan.net(2012) is None


def test_who_leaves_or_is_known_to_end_is_not_taken_to_stay(cast: Cast) -> None:
    officer = council(cast)
    leaver, ender, stayer = (arrived(cast, name, "GB") for name in ("Leaver", "Ender", "Stayer"))
    leaving = {"last_day": dt.date(2012, 12, 28), "notice_on": None, "manner": "resigned", "leaving_note": ""}
    participants.report_leaving(leaver, leaving, by=officer)
    cycle = stories.cycle(officer)
    Reappointment.objects.create(participant=ender, cycle=cycle, step="ended")
    found = reckoned(made(cast, is_refilled=False)).plan
    ends = {one.engagement.name: one.engagement.stay for one in found.people}

    assert ends == {
        "Leaver": (dt.date(2012, 8, 1), dt.date(2012, 12, 28)),
        "Ender": (dt.date(2012, 8, 1), dt.date(2013, 7, 31)),
        "Stayer": (dt.date(2012, 8, 1), dt.date(2015, 7, 31)),
    }
    assert stayer.ends_on == dt.date(2013, 7, 31)


def test_who_moves_is_counted_where_the_days_are_served(cast: Cast) -> None:
    one = arrived(cast, "Mover", "GB")
    move = {"on": dt.date(2012, 11, 1), "organisation": cast.kakogawa, "reason": "other", "note": ""}
    agreed = ["participant", "origin", "organisation", "origin_host", "host"]
    participants.transfer(one, move, agreed=agreed, by=council(cast))
    here = reckoned(made(cast)).plan
    there = costs.make_plan(cast.kakogawa, {"title": "x", "first_year": 2012, "is_refilled": False}, by=cast.neighbour)

    assert [person.engagement.stay for person in here.people] == [(dt.date(2012, 8, 1), dt.date(2012, 10, 31))]
    assert [person.engagement.stay for person in reckoned(there).plan.people] == [
        (dt.date(2012, 11, 1), dt.date(2015, 7, 31))
    ]


def test_an_april_arrival_waits_for_the_day_of_its_group(cast: Cast) -> None:
    plan = made(cast, is_refilled=False)
    wished(plan, cast, arrives_on=dt.date(2014, 4, 8), people=2)
    found = reckoned(plan)

    assert found.unset_arrivals == 2
    assert [one.engagement.stay for one in found.plan.people] == [(dt.date(2014, 4, 9), dt.date(2017, 4, 8))] * 2


def test_a_comparison_is_made_only_with_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    set_invented_rates()
    Country.objects.get_or_create(pk="US", defaults={"name_ja": "US", "name_en": "US"})
    plan = made(cast, is_refilled=False, years=1, first_year=2014)
    wished(plan, cast, country_id="GB")
    client = sign_in(cast.officer)
    assert "JETの差引きとの差" not in client.get(f"/jet/costs/{plan.pk}/").content.decode()

    typed = {"title": "x", "first_year": 2014, "years": 1, "each_stays": 3, "_revision": plan.revision}
    refused = client.post(f"/jet/costs/{plan.pk}/edit/", {**typed, "direct": "4000000"})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"basis"})
    client.post(f"/jet/costs/{plan.pk}/edit/", {**typed, "direct": "4000000", "basis": "見積り"})
    page = client.get(f"/jet/costs/{plan.pk}/")
    [compared] = page.context["comparisons"]
    net = page.context["made"].plan.net(2014)
    assert compared.other.cells[0] == Amount(4_000_000)  # the whole fiscal year
    assert compared.difference.cells[0] == Amount(net.yen - 4_000_000)


def test_the_workbook_says_the_same(cast: Cast, sign_in: SignIn) -> None:
    set_invented_rates()
    Country.objects.get_or_create(pk="US", defaults={"name_ja": "US", "name_en": "US"})
    arrived(cast, "One", "GB")
    plan = made(cast)
    answer = sign_in(cast.officer).get(f"/jet/costs/{plan.pk}/export/")
    sheets = read_sheets(answer.content)

    assert "姫路市 5年の計画" in sheets["見通し"][0][0]
    assert [row[0] for row in sheets["一人ずつ"][1:]] == ["One", "Oneの後任1"]


def test_the_organisation_writes_its_host_and_the_council_read(cast: Cast, sign_in: SignIn) -> None:
    plan = made(cast)
    for person, status in ((cast.officer, 200), (cast.branch_officer, 403), (cast.neighbour, 404)):
        assert sign_in(person).get(f"/jet/costs/{plan.pk}/edit/").status_code == status
    for person, status in ((cast.branch_officer, 200), (council(cast), 200), (cast.neighbour, 404)):
        assert sign_in(person).get(f"/jet/costs/{plan.pk}/").status_code == status
    with pytest.raises(NotPermittedError):
        costs.change_plan(plan, {"title": "y"}, base_revision=1, by=cast.branch_officer)
    with pytest.raises(NotPermittedError):
        costs.make_plan(cast.himeji, {"title": "z", "first_year": 2012}, by=cast.neighbour)


def test_two_who_write_at_once_are_told(cast: Cast, sign_in: SignIn) -> None:
    plan = made(cast)
    wished(plan, cast)
    client = sign_in(cast.officer)
    late = {"position": "CIR", "people": 1, "arrives_on": "2013-08-04", "stays": 3, "_revision": 1}

    answer = client.post(f"/jet/costs/{plan.pk}/posts/new/", late)
    assert answer.status_code == 409 and plan.posts.count() == 1
    assert 'value="2013-08-04"' in answer.content.decode()
    client.post(f"/jet/costs/{plan.pk}/posts/new/", {**late, "_revision": answer.context["revision"]})
    assert plan.posts.count() == 2
    with pytest.raises(StaleError):
        costs.change_plan(plan, {"title": "y"}, base_revision=1, by=cast.officer)


def test_a_plan_is_made_changed_and_deleted_on_the_screen(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)
    typed = {"organisation": cast.himeji.code, "title": "計画", "first_year": 2012, "years": 5, "each_stays": 3}
    assert client.post("/jet/costs/new/", {**typed, "years": 11}).status_code == 422
    assert client.post("/jet/costs/new/", {**typed, "organisation": cast.kakogawa.code}).status_code == 422
    client.post("/jet/costs/new/", {**typed, "is_refilled": "on"})
    plan = CostPlan.objects.get()
    assert (plan.is_refilled, plan.here_stay, plan.host) == (True, False, cast.branch)

    new = {"position": "ALT", "people": 2, "arrives_on": "2013-08-04", "stays": 6, "_revision": plan.revision}
    assert client.post(f"/jet/costs/{plan.pk}/posts/new/", new).status_code == 422
    client.post(f"/jet/costs/{plan.pk}/posts/new/", {**new, "stays": 3})
    post = plan.posts.get()
    plan.refresh_from_db()
    change = {**new, "stays": 2, "_revision": plan.revision}
    client.post(f"/jet/costs/{plan.pk}/posts/{post.pk}/", change)
    assert plan.posts.get().stays == 2
    assert "2年いる見込み" in client.get(f"/jet/costs/{plan.pk}/").content.decode()
    client.post(f"/jet/costs/{plan.pk}/posts/{post.pk}/drop/")
    assert not plan.posts.exists()
    client.post(f"/jet/costs/{plan.pk}/drop/")
    assert not CostPlan.objects.exists()


def test_many_people_cost_no_more_queries(cast: Cast, sign_in: SignIn) -> None:
    client, plan = sign_in(cast.officer), made(cast)
    arrived(cast, "One", "GB")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(f"/jet/costs/{plan.pk}/")
    for number in range(8):
        arrived(cast, f"More {number}", "GB")
    with CaptureQueriesContext(connection) as many:
        client.get(f"/jet/costs/{plan.pk}/")

    assert len(many) <= len(one)  # the first page of a session costs it some more
