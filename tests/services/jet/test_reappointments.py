"""The reappointment round: both sides answer, the limit of years is kept, the term grows."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.tasks.running import run_due
from kakehashi.services.jet.models import Participant, Reappointment
from kakehashi.services.jet.operations import participants, reappointments
from kakehashi.services.jet.queries.reappointments import table
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.services.jet import placements
from tests.services.jet.placements import Season

pytestmark = pytest.mark.django_db


@pytest.fixture
def season(cast: Cast) -> Season:
    return placements.season(cast)


def served(season: Season, cast: Cast, name: str = "One", *, years: int = 1) -> Participant:
    """Arrived in summer, whose last term ends in summer 2013."""
    on = dt.date(2013 - years, 7, 31)
    facts = {"name": name, "country_id": "GB", "position": "ALT", "organisation": cast.himeji}
    return participants.add_participant({**facts, "arrived_on": on, "count": years}, by=season.officer)


def asked(season: Season, one: Participant) -> Reappointment:
    reappointments.ask_all(season.cycle, by=reappointments.ASKER)
    return Reappointment.objects.get(participant=one)


def test_a_round_asks_whose_term_ends_and_asks_once(season: Season, cast: Cast, sign_in: SignIn) -> None:
    one = served(season, cast)
    one.person = make_person("jet-one", "参加 者")
    one.save()
    served(season, cast, "At the limit", years=5)
    other = participants.add_participant(
        {
            "name": "Next year",
            "country_id": "GB",
            "position": "ALT",
            "organisation": cast.himeji,
            "arrived_on": dt.date(2013, 7, 30),
        },
        by=season.officer,
    )
    client = sign_in(season.officer)
    for _again in range(2):
        client.post("/jet/2013/reappointments/ask/")
        run_due()

    assert [each.participant for each in Reappointment.objects.all()] == [one]
    assert not Reappointment.objects.filter(participant=other).exists()
    assert Notice.objects.filter(kind="jet.reappointment_asked", person=one.person).count() == 1
    assert Notice.objects.filter(kind="jet.reappointments_asked", person=cast.officer).count() == 1


def test_both_say_yes_and_the_host_confirms(season: Season, cast: Cast, sign_in: SignIn) -> None:
    one = asked(season, served(season, cast))
    city, host = sign_in(cast.officer), sign_in(cast.branch_officer)
    city.post(f"/jet/reappointments/{one.pk}/answer/organisation/", {"answer": "offers", "reason": ""})
    one.refresh_from_db()
    assert one.step == "asked"
    city.post(f"/jet/reappointments/{one.pk}/answer/participant/", {"answer": "yes"})
    one.refresh_from_db()
    assert one.step == "answered"
    assert city.post(f"/jet/reappointments/{one.pk}/match/").status_code == 403
    host.post(f"/jet/reappointments/{one.pk}/match/", {"_revision": one.revision})

    one.refresh_from_db()
    held = Participant.objects.get(pk=one.participant_id)
    assert (one.step, held.count, held.ends_on) == ("matched", 2, dt.date(2014, 7, 31))
    with pytest.raises(MoveRefusedError):
        reappointments.answer_for_participant(one, "no", by=cast.officer)


def test_one_no_ends_it_and_cannot_be_matched(season: Season, cast: Cast) -> None:
    one = asked(season, served(season, cast))
    with pytest.raises(MoveRefusedError, match="理由"):
        reappointments.answer_for_organisation(one, "cannot", "", by=cast.officer)
    reappointments.answer_for_organisation(one, "cannot", "予算がない", by=cast.officer)
    reappointments.answer_for_participant(one, "yes", by=cast.officer)
    with pytest.raises(MoveRefusedError):
        reappointments.move_reappointment(one, "match", by=cast.branch_officer)
    one.refresh_from_db()
    reappointments.move_reappointment(one, "end", by=cast.branch_officer)

    assert one.step == "ended"
    assert Participant.objects.get().count == 1


def test_beyond_three_years_there_is_a_reason(season: Season, cast: Cast) -> None:
    one = asked(season, served(season, cast, years=3))
    reappointments.answer_for_organisation(one, "offers", "", by=cast.officer)
    reappointments.answer_for_participant(one, "yes", by=cast.officer)
    with pytest.raises(MoveRefusedError, match="上限"):
        reappointments.move_reappointment(one, "match", by=cast.branch_officer)
    one.refresh_from_db()
    reappointments.answer_for_organisation(one, "offers", "特に優れている", by=cast.officer)
    reappointments.move_reappointment(one, "match", by=cast.branch_officer)

    assert Participant.objects.get().count == 4


def test_who_signs_in_answers_in_person_and_the_neighbour_never(season: Season, cast: Cast, sign_in: SignIn) -> None:
    held = served(season, cast)
    held.person = make_person("jet-one", "参加 者")
    held.save()
    one = asked(season, held)
    with pytest.raises(NotPermittedError):
        reappointments.answer_for_participant(one, "yes", by=cast.officer)
    sign_in(held.person).post(f"/jet/reappointments/{one.pk}/answer/participant/", {"answer": "yes"})
    one.refresh_from_db()

    assert one.participant_answer == "yes"
    assert sign_in(cast.neighbour).get(f"/jet/reappointments/{one.pk}/").status_code == 404
    page = sign_in(held.person).get(f"/jet/reappointments/{one.pk}/").content.decode()
    assert "団体の回答を保存する" not in page


def test_the_list_counts_by_position_in_a_constant_number_of_queries(
    season: Season, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(season.officer)
    counts = []
    for number in (2, 6):
        for at in range(number):
            asked(season, served(season, cast, f"P{number}-{at}"))
        client.get("/jet/2013/reappointments/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/jet/2013/reappointments/").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert table(season.officer, season.cycle)[1] == [("ALT", [8, 0, 0, 0, 0])]
