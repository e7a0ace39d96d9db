"""Early leaving, and who comes instead: in November, and in April, when the old window was closed."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.kernel import clock
from kakehashi.services.jet.choices import Agreement, DeadlineKind
from kakehashi.services.jet.models import Application, Cycle, Participant, ReplacementOffer, Vacancy
from kakehashi.services.jet.operations import candidates, participants, vacancies
from kakehashi.services.jet.operations.cycles import set_deadline
from kakehashi.services.jet.placing.problem import Conditions, Profile
from kakehashi.services.jet.placing.season import prices
from kakehashi.services.jet.queries import vacancies as queries
from kakehashi.services.jet.queries.participants import served
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.services.jet import placements, stories
from tests.services.jet.placements import Season

pytestmark = pytest.mark.django_db


@pytest.fixture
def season(cast: Cast) -> Season:
    return placements.season(cast)


def alternate(season: Season, number: str, *, cycle: Cycle | None = None, **values: Any) -> Application:
    facts = {"name": f"Candidate {number}", "country_id": "GB", "position": "ALT", "group": "A", "score": 50, "rank": 1}
    made = candidates.add_application(
        cycle or season.cycle, season.mission, {"number": number, **facts, **values}, by=season.officer
    )
    for code in ("submit", "invite", "interview", "make_alternate"):
        candidates.move_application(made, code, by=season.officer, base_revision=None)
    return made


def arrived(season: Season, cast: Cast, on: dt.date = dt.date(2012, 7, 31), **values: Any) -> Participant:
    facts = {"name": "Arrived", "country_id": "GB", "position": "ALT", "organisation": cast.himeji, "arrived_on": on}
    return participants.add_participant({**facts, **values}, by=season.officer)


def leaves(season: Season, one: Participant, day: dt.date) -> Vacancy:
    values = {"last_day": day, "notice_on": None, "manner": "resigned", "leaving_note": ""}
    return participants.report_leaving(one, values, by=season.officer)


def test_the_last_day_follows_from_the_arrival(season: Season, cast: Cast) -> None:
    summer = arrived(season, cast, dt.date(2012, 7, 31))
    day = {"kind": DeadlineKind.ARRIVAL_B, "group": "", "country": None, "on": "2012-08-05"}
    year = stories.cycle(season.officer, 2012)
    set_deadline(year, day, by=season.officer)
    april = arrived(season, cast, dt.date(2012, 4, 9), count=2)

    assert summer.ends_on == dt.date(2013, 7, 31)
    assert april.ends_on == dt.date(2013, 8, 5)
    assert april.term.is_short


def test_an_arrival_in_april_needs_the_day_of_group_b(season: Season, cast: Cast) -> None:
    with pytest.raises(MoveRefusedError, match="Bグループ"):
        arrived(season, cast, dt.date(2011, 4, 11))


@pytest.mark.parametrize(
    ("last_day", "open_now", "open_before"),
    [
        (dt.date(2012, 11, 30), True, True),
        (dt.date(2013, 2, 21), True, True),
        (dt.date(2013, 2, 22), True, False),
        (dt.date(2013, 4, 30), True, False),
        (dt.date(2013, 7, 31), True, False),
        (dt.date(2012, 3, 1), False, True),
    ],
)
def test_the_window_of_the_plan_and_the_one_before(
    season: Season, cast: Cast, last_day: dt.date, open_now: bool, open_before: bool
) -> None:
    one = arrived(season, cast, dt.date(2011, 8, 1))
    vacancy = Vacancy(participant=one, organisation=one.organisation, position="ALT", last_day=last_day)

    found = queries.window(vacancy, queries.rules_now(), queries.groups_of_countries())

    assert (found.is_open, found.was_open) == (open_now, open_before)


def test_a_leaver_in_november_is_replaced(season: Season, cast: Cast) -> None:
    one = arrived(season, cast)
    alternate(season, "GB-71", score=70, licence=True)
    chosen = alternate(season, "GB-72", score=60)
    alternate(season, "FR-1", country_id="FR", position="CIR")

    with clock.pinned(dt.datetime(2012, 11, 5, 1, tzinfo=dt.UTC)):
        vacancy = leaves(season, one, dt.date(2012, 11, 30))
        vacancies.move_vacancy(vacancy, "search", by=season.officer)
        found = queries.alternates(vacancy, None)
        assert [each.application.number for each in found] == ["GB-71", "GB-72"]
        made = vacancies.offer(vacancy, chosen, until=dt.date(2012, 11, 20), by=season.officer)
        vacancies.answer(made, accepts=True, by=season.officer)
    with clock.pinned(dt.datetime(2013, 1, 10, 1, tzinfo=dt.UTC)):
        successor = vacancies.arrive_instead(vacancy, on=dt.date(2013, 1, 8), by=season.officer)
        participants.end_terms(by=participants.KEEPER)

    vacancy.refresh_from_db()
    one.refresh_from_db()
    assert (vacancy.step, vacancy.filled_on, vacancy.successor) == ("arrived", dt.date(2013, 1, 8), successor)
    assert (one.step, successor.organisation, successor.ends_on) == ("left", cast.himeji, dt.date(2014, 1, 8))
    assert Application.objects.get(pk=chosen.pk).step == "departed"
    told = queries.funnel(season.officer)
    assert (told.reported, told.filled, told.days, told.saved) == (1, 1, 64, 0)


def test_a_leaver_in_april_goes_to_the_alternates_of_the_new_year(season: Season, cast: Cast) -> None:
    """Under the rule until fiscal 2011 the post would have stood empty until summer."""
    last = stories.cycle(season.officer, 2012)
    last.alternates_until = dt.date(2012, 12, 14)
    last.save()
    alternate(season, "GB-OLD", cycle=last)
    new = alternate(season, "GB-NEW")
    one = arrived(season, cast)

    with clock.pinned(dt.datetime(2013, 4, 8, 1, tzinfo=dt.UTC)):
        vacancy = leaves(season, one, dt.date(2013, 4, 30))
        assert queries.window(vacancy, queries.rules_now(), queries.groups_of_countries()).is_saved
        vacancies.move_vacancy(vacancy, "search", by=season.officer)
        assert [each.application for each in queries.alternates(vacancy, None)] == [new]
        assert queries.funnel(season.officer).saved == 1


def test_a_closed_window_leads_to_the_next_intake(season: Season, cast: Cast) -> None:
    one = arrived(season, cast, dt.date(2011, 8, 1))
    with clock.pinned(dt.datetime(2012, 3, 5, 1, tzinfo=dt.UTC)):
        vacancy = leaves(season, one, dt.date(2012, 3, 20))
        with pytest.raises(MoveRefusedError, match="次の来日"):
            vacancies.move_vacancy(vacancy, "search", by=season.officer)
        vacancy.refresh_from_db()
        vacancies.move_vacancy(vacancy, "wait", by=season.officer)
        vacancies.move_vacancy(vacancy, "search", by=season.officer)

    assert vacancy.step == "searching"


def test_no_answer_in_time_leads_to_the_next(season: Season, cast: Cast) -> None:
    first, second = alternate(season, "GB-71", score=70), alternate(season, "GB-72", score=60)
    with clock.pinned(dt.datetime(2012, 11, 5, 1, tzinfo=dt.UTC)):
        vacancy = leaves(season, arrived(season, cast), dt.date(2012, 11, 30))
        vacancies.move_vacancy(vacancy, "search", by=season.officer)
        made = vacancies.offer(vacancy, first, until=dt.date(2012, 11, 10), by=season.officer)
    with clock.pinned(dt.datetime(2012, 11, 11, 1, tzinfo=dt.UTC)):
        with pytest.raises(MoveRefusedError, match="期限"):
            vacancies.answer(made, accepts=True, by=season.officer)
        assert vacancies.expire_offers(by=vacancies.SEEKER) == 1
        vacancy.refresh_from_db()
        assert [each.is_ready for each in queries.alternates(vacancy, None)] == [True, False]
        with pytest.raises(MoveRefusedError):
            vacancies.offer(vacancy, first, until=dt.date(2012, 11, 20), by=season.officer)
        vacancies.offer(vacancy, second, until=dt.date(2012, 11, 20), by=season.officer)

    assert list(ReplacementOffer.objects.order_by("pk").values_list("state", flat=True)) == ["expired", "open"]
    assert Notice.objects.filter(kind="jet.offer_answer").exists()


def test_who_is_asked_elsewhere_or_lacks_papers_cannot_be_asked(season: Season, cast: Cast) -> None:
    season.cycle.needed_documents = ["passport"]
    season.cycle.save()
    bare, whole = alternate(season, "GB-71"), alternate(season, "GB-72", documents=["passport"])
    with clock.pinned(dt.datetime(2012, 11, 5, 1, tzinfo=dt.UTC)):
        both = [leaves(season, arrived(season, cast, name=name), dt.date(2012, 11, 30)) for name in ("One", "Two")]
        for each in both:
            vacancies.move_vacancy(each, "search", by=season.officer)
        vacancies.offer(both[0], whole, until=dt.date(2012, 11, 20), by=season.officer)
        assert [each.application for each in queries.alternates(both[1], None)] == [bare]
        for one in (bare, whole):
            with pytest.raises(MoveRefusedError):
                vacancies.offer(both[1], one, until=dt.date(2012, 11, 20), by=season.officer)


def test_who_accepted_and_does_not_come_frees_the_post(season: Season, cast: Cast) -> None:
    one = alternate(season, "GB-71")
    with clock.pinned(dt.datetime(2012, 11, 5, 1, tzinfo=dt.UTC)):
        vacancy = leaves(season, arrived(season, cast), dt.date(2012, 11, 30))
        vacancies.move_vacancy(vacancy, "search", by=season.officer)
        made = vacancies.offer(vacancy, one, until=dt.date(2012, 11, 20), by=season.officer)
        vacancies.answer(made, accepts=True, by=season.officer)
        vacancies.fail_to_come(vacancy, note="family", by=season.officer)

    one.refresh_from_db()
    assert (vacancy.step, one.step) == ("searching", "withdrawn")


def test_who_waits_for_the_placement_is_not_called_before_it_is_announced(season: Season, cast: Cast) -> None:
    placements.ready(season, "GB-1")
    left = placements.ready(season, "GB-4")
    with clock.pinned(dt.datetime(2013, 5, 1, 1, tzinfo=dt.UTC)):
        vacancy = leaves(season, arrived(season, cast), dt.date(2013, 5, 31))
        assert queries.alternates(vacancy, None) == []
        season.cycle.runs.create(number=1, asked_by=season.officer, tables={}, sha256="", objective="", step="notified")
        assert left in [one.application for one in queries.alternates(vacancy, None)]


def test_the_price_of_the_season() -> None:
    plain, licence = Profile("ALT", "GB", 0, False, ""), Profile("ALT", "GB", 0, True, "")
    anybody, driver = Conditions("ALT", None, 0, False, None), Conditions("ALT", None, 0, True, None)

    scarce = prices({plain: 5, licence: 1}, {anybody: 8, driver: 4})
    plenty = prices({plain: 1, licence: 5}, {anybody: 8, driver: 2})

    assert scarce == {plain: 0, licence: 1}
    assert plenty[plain] <= plenty[licence]
    assert prices({}, {}) == {}


def test_calling_a_leaving_off(season: Season, cast: Cast) -> None:
    one = arrived(season, cast)
    leaves(season, one, dt.date(2012, 11, 30))
    participants.stay(one, by=season.officer)

    one.refresh_from_db()
    assert (one.step, one.last_day, Vacancy.objects.count()) == ("active", None, 0)


def test_a_transfer_keeps_number_and_years(season: Season, cast: Cast) -> None:
    one = arrived(season, cast, dt.date(2011, 8, 1), count=2, number="20120000001")
    values = {"on": dt.date(2013, 2, 1), "organisation": cast.kakogawa, "reason": "marriage", "note": ""}
    with pytest.raises(MoveRefusedError, match="同意"):
        participants.transfer(one, values, agreed=[Agreement.PARTICIPANT], by=season.officer)
    one.refresh_from_db()

    participants.transfer(one, values, agreed=Agreement.values, by=season.officer)

    places = [(str(body), spell.term.year, spell.first_day) for spell, body in served(one)]
    assert places == [
        (str(cast.himeji), 1, dt.date(2011, 8, 2)),
        (str(cast.himeji), 2, dt.date(2012, 8, 2)),
        (str(cast.kakogawa), 2, dt.date(2013, 2, 1)),
    ]
    assert (one.number, one.ends_on) == ("20120000001", dt.date(2013, 8, 1))


def test_each_side_tells_the_causes_and_reads_its_own(season: Season, cast: Cast, sign_in: SignIn) -> None:
    one = arrived(season, cast)
    with pytest.raises(MoveRefusedError):
        participants.tell_causes(one, "U", [], by=cast.officer)
    leaves(season, one, dt.date(2012, 11, 30))
    participants.tell_causes(one, "U", ["L"], by=cast.officer)
    participants.tell_causes(one, "W", [], by=season.officer)
    with pytest.raises(NotPermittedError):
        participants.tell_causes(one, "W", [], by=cast.neighbour)

    client = sign_in(cast.officer)
    page = client.get(f"/jet/people/{one.pk}/").content.decode()

    assert "仕事が少ない" in page
    assert "職場での対立" not in page


def test_the_alternate_answers_on_the_own_page(season: Season, cast: Cast, sign_in: SignIn) -> None:
    one = alternate(season, "GB-71")
    one.person = make_person("alt", "応募 英", ("jet_candidate", season.mission))
    one.save()
    with clock.pinned(dt.datetime(2012, 11, 5, 1, tzinfo=dt.UTC)):
        vacancy = leaves(season, arrived(season, cast), dt.date(2012, 11, 30))
        vacancies.move_vacancy(vacancy, "search", by=season.officer)
        made = vacancies.offer(vacancy, one, until=dt.date(2012, 11, 20), by=season.officer)
        client = sign_in(one.person)
        assert str(cast.himeji) in client.get(f"/jet/candidates/{one.pk}/").content.decode()
        client.post(f"/jet/offers/{made.pk}/answer/", {"answer": "accept"})

    vacancy.refresh_from_db()
    assert vacancy.step == "accepted"
    assert Notice.objects.filter(kind="jet.successor", person=cast.officer).exists()


@pytest.mark.parametrize("address", ["/jet/people/", "/jet/vacancies/"])
def test_lists_ask_a_constant_number_of_queries(season: Season, cast: Cast, sign_in: SignIn, address: str) -> None:
    client = sign_in(season.officer)
    asked = []
    for count in (2, 8):
        for at in range(count):
            leaves(season, arrived(season, cast, name=f"P{count}-{at}"), dt.date(2013, 3, 1))
        client.get(address + "?step=all")
        with CaptureQueriesContext(connection) as queries_:
            page = client.get(address + "?step=all")
        assert page.status_code == 200
        asked.append(len(queries_))

    assert asked[0] == asked[1]
