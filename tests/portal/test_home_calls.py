"""What waits in the calls stands on the home page of those for whom it waits, and of nobody else."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.partners import add_partner
from kakehashi.engines.calls.operations.reviewing import assign
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories


def _home(sign_in: SignIn, person: Person | None, path: str = "/home/") -> str:
    return sign_in(person).get(path).content.decode()


def test_a_draft_waits_for_its_own_body_with_the_deadline(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)
    address = f'href="/calls/applications/{application.pk}/"'

    shown = {who: address in _home(sign_in, getattr(cast, who)) for who in ("officer", "colleague", "neighbour")}

    assert shown == {"officer": True, "colleague": True, "neighbour": False}
    assert "あと30日" in _home(sign_in, cast.officer)


def test_the_desk_is_told_what_to_receive_and_other_sections_are_not(cast: Cast, sign_in: SignIn) -> None:
    application = stories.submitted(cast)
    address = f'href="/calls/applications/{application.pk}/"'
    _desk, officer = stories.section(cast)

    assert (address in _home(sign_in, officer), "受け付ける" in _home(sign_in, officer)) == (True, True)
    assert address not in _home(sign_in, cast.section_staff)


def test_what_was_sent_back_waits_for_the_body(cast: Cast, sign_in: SignIn) -> None:
    application = stories.returned(cast)

    assert f'href="/calls/applications/{application.pk}/"' in _home(sign_in, cast.officer)
    assert "直していただきたい項目があります" in _home(sign_in, cast.officer)


def test_a_reviewer_is_told_how_many_are_to_be_scored(cast: Cast, sign_in: SignIn) -> None:
    call = stories.scored_call(cast)
    (reviewer,) = stories.reviewers(cast, call, 1)
    assert "利害関係を申告してください" in _home(sign_in, reviewer.person)
    application = stories.in_scoring(cast, call)

    assign(application, reviewer, by=stories.section(cast)[1])

    assert "採点する申請が1件あります" in _home(sign_in, reviewer.person)
    assert str(application) not in _home(sign_in, reviewer.person)


def test_who_pays_is_told_of_claims(cast: Cast, sign_in: SignIn) -> None:
    payer = make_person("payer", "会計 係", ("accountant", cast.headquarters))
    before = _home(sign_in, payer)
    application = stories.granted(cast)
    application.payments.create(kind="final", yen=1000)

    assert "あなたの番の申請・審査・支払はありません" in before
    assert "支払の一覧に入れる請求" in _home(sign_in, payer)


def test_a_partner_is_asked_for_its_consent(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)
    partner = add_partner(application, cast.kakogawa, by=cast.officer)

    shown = _home(sign_in, cast.neighbour)

    assert f'href="/calls/applications/{application.pk}/partners/{partner.pk}/"' in shown


def test_a_report_is_announced_before_it_is_due_and_then_waits_no_more(cast: Cast, sign_in: SignIn) -> None:
    application = stories.granted(cast)
    paper = application.papers.get(kind="report")
    type(paper).objects.filter(pk=paper.pk).update(due_on=clock.today() + dt.timedelta(days=10))
    assert "提出する実績報告" in _home(sign_in, cast.officer)

    stories.fill(application, PaperKind.REPORT, stories.REPORT, by=cast.officer)
    MOVES["submit_report"](stories.fresh(application), by=cast.officer)

    assert "提出する実績報告" not in _home(sign_in, cast.officer)


@pytest.mark.parametrize("who", ["officer", "section", "judge"])
def test_home_costs_the_same_however_much_waits(cast: Cast, sign_in: SignIn, who: str) -> None:
    call = stories.scored_call(cast)
    (reviewer,) = stories.reviewers(cast, call, 1)
    people = {"officer": cast.officer, "section": stories.section(cast)[1], "judge": reviewer.person}
    counts = []
    for _more in range(3):
        assign(stories.in_scoring(cast, call), reviewer, by=people["section"])
        stories.draft(cast, call)
        client = sign_in(people[who])
        client.get("/home/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/home/")
        counts.append(len(asked))

    assert counts[0] == counts[1] == counts[2]


def test_the_front_page_names_the_open_calls(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast)

    shown = _home(sign_in, None, "/")

    assert f'href="/calls/{call.pk}/"' in shown
    assert 'href="/calls/calendar/"' in shown


@pytest.mark.parametrize(
    ("role", "menu"),
    [
        ("reviewer", {"/calls/", "/calls/reviews/"}),
        ("accountant", {"/calls/", "/calls/payments/"}),
        ("section_staff", {"/calls/", "/calls/applications/", "/calls/schemes/"}),
        ("planning_staff", {"/calls/", "/calls/applications/", "/calls/schemes/"}),
        ("operator", {"/calls/"}),
    ],
)
def test_the_menu_leads_to_what_the_role_does(cast: Cast, sign_in: SignIn, role: str, menu: set[str]) -> None:
    client = sign_in(make_person("somebody", "だれか", (role, cast.headquarters)))

    links = [link.url for link in client.get("/about/").context["navigation"] if link.url.startswith("/calls/")]

    assert set(links) == menu
    assert {client.get(url).status_code for url in links} == {200}


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/calls/", "/calls/"),
        ("/calls/calendar/", "/calls/"),
        ("/calls/funds/", "/calls/schemes/"),
        ("/calls/applications/", "/calls/applications/"),
        ("/calls/nominations/", "/calls/applications/"),
    ],
)
def test_the_menu_says_where_in_the_calls_one_is(cast: Cast, sign_in: SignIn, path: str, here: str) -> None:
    _desk, officer = stories.section(cast)

    links = sign_in(officer).get(path).context["navigation"]

    assert [link.url for link in links if link.is_current] == [here]


def test_a_call_leads_its_desk_to_all_its_work_and_nobody_else(cast: Cast, sign_in: SignIn) -> None:
    call = stories.scored_call(cast)
    _desk, officer = stories.section(cast)

    ways = sign_in(officer).get(f"/calls/{call.pk}/").context["ways"]

    assert {sign_in(officer).get(way.url).status_code for way in ways} == {200}
    assert len(ways) == 9
    assert sign_in(cast.officer).get(f"/calls/{call.pk}/").context["ways"] == []
    watched = sign_in(cast.planner).get(f"/calls/{call.pk}/").context["ways"]
    assert {sign_in(cast.planner).get(way.url).status_code for way in watched} == {200}
