"""Two-sided matching: entered, proposed, wanted or declined, confirmed one to one."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.engines.calls.choices import CandidatesAnswer, Deciding, Gives, Pays, ProposalState
from kakehashi.engines.calls.models import Application, Call, Candidate, Proposal
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.matching import (
    CandidatesWish,
    HostsAnswer,
    ProposalRefusedError,
    answer_for_candidate,
    answer_proposals,
    change_candidate,
    confirm_proposal,
    enter_candidate,
    propose,
    withdraw_proposal,
)
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Country, Person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories

WANTED = HostsAnswer(ProposalState.WANTED, 1)


def lgotp(cast: Cast) -> Call:
    return stories.call(cast, "lgotp", gives=Gives.MATCH, deciding=Deciding.OFFICER, pays=Pays.NOTHING)


def officer_of(cast: Cast) -> Person:
    return stories.section(cast)[1]


def host(cast: Cast, call: Call, by: Person | None = None) -> Application:
    """At the step of matching."""
    application = stories.checked(stories.screening(cast, call, by=by), officer_of(cast))
    return stories.fresh(MOVES["pass_to_matching"](application, by=officer_of(cast)))


def candidate(cast: Cast, call: Call, name: str = "Anna Martin", **values: Any) -> Candidate:
    given = {"name": name, "home": "Ville de Lyon", "country": Country.objects.get(alpha2="FR")} | values
    return enter_candidate(call, given, by=officer_of(cast))


def proposed(cast: Cast, one: Candidate, application: Application) -> Proposal:
    return propose(one, application, by=officer_of(cast))


def wanted(proposal: Proposal, order: int = 1, *, by: Person) -> None:
    """By the host."""
    answer_proposals(proposal.application, {proposal.pk: HostsAnswer(ProposalState.WANTED, order)}, by=by)


def willing(cast: Cast, proposal: Proposal, order: int = 1) -> None:
    """The candidate, typed in by the section."""
    wish = CandidatesWish(CandidatesAnswer.WILLING, order)
    answer_for_candidate(proposal.candidate, {proposal.pk: wish}, by=officer_of(cast))


def test_a_host_ranks_and_declines_on_its_page(cast: Cast, sign_in: SignIn) -> None:
    call = lgotp(cast)
    application = host(cast, call)
    first, second = (proposed(cast, candidate(cast, call, name), application) for name in ("A", "B"))
    client, address = sign_in(cast.officer), reverse("calls:proposals", args=[application.pk])
    without_reason = {f"p{first.pk}-state": "wanted", f"p{first.pk}-order": 1, f"p{second.pk}-state": "declined"}

    refused = client.post(address, without_reason)
    client.post(address, without_reason | {f"p{second.pk}-note": "分野が違います"})

    assert refused.status_code == 422
    assert list(Proposal.objects.order_by("pk").values_list("state", "order", "note")) == [
        ("wanted", 1, ""),
        ("declined", None, "分野が違います"),
    ]
    assert Notice.objects.filter(kind="calls.proposed", person=cast.officer).count() == 2
    assert Notice.objects.filter(kind="calls.proposals_answered", person=officer_of(cast)).count() == 1


def test_two_at_one_place_are_refused(cast: Cast, sign_in: SignIn) -> None:
    call = lgotp(cast)
    application = host(cast, call)
    both = [proposed(cast, candidate(cast, call, name), application) for name in ("A", "B")]
    sent = {f"p{one.pk}-{name}": value for one in both for name, value in {"state": "wanted", "order": 1}.items()}

    answer = sign_in(cast.officer).post(reverse("calls:proposals", args=[application.pk]), sent)

    assert answer.status_code == 422
    assert "同じ順位の人がいます" in answer.content.decode()


def test_confirmed_with_one_host_the_others_end_and_the_application_is_adopted(cast: Cast) -> None:
    call = lgotp(cast)
    ours, theirs = host(cast, call), host(cast, call, by=cast.neighbour)
    one = candidate(cast, call)
    here, there = proposed(cast, one, ours), proposed(cast, one, theirs)
    answer_proposals(ours, {here.pk: WANTED}, by=cast.officer)
    answer_proposals(theirs, {there.pk: WANTED}, by=cast.neighbour)
    willing(cast, here)

    confirm_proposal(here, by=officer_of(cast))

    there.refresh_from_db()
    assert (stories.fresh(ours).step, stories.fresh(theirs).step) == ("adopted", "matching")
    assert (Proposal.objects.get(pk=here.pk).state, there.state) == ("confirmed", "withdrawn")
    assert call.tracks.get().held_count == 1
    with pytest.raises(ProposalRefusedError, match="もう決まっています"):
        propose(one, theirs, by=officer_of(cast))


def test_the_database_refuses_a_second_host(cast: Cast) -> None:
    call = lgotp(cast)
    one = candidate(cast, call)
    proposals = [proposed(cast, one, host(cast, call, by=by)) for by in (cast.officer, cast.neighbour)]
    Proposal.objects.filter(pk=proposals[0].pk).update(state="confirmed")

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposals[1].pk).update(state="confirmed")


def test_only_who_is_wanted_is_confirmed(cast: Cast) -> None:
    call = lgotp(cast)
    proposal = proposed(cast, candidate(cast, call), host(cast, call))

    with pytest.raises(ProposalRefusedError, match="希望した"):
        confirm_proposal(proposal, by=officer_of(cast))
    with pytest.raises(NotPermittedError):
        confirm_proposal(proposal, by=cast.officer)


def test_a_host_is_not_adopted_without_somebody(cast: Cast) -> None:
    application = host(cast, lgotp(cast))

    with pytest.raises(MoveRefusedError, match="受け入れる人"):
        MOVES["adopt"](application, by=officer_of(cast))


def test_a_decision_taken_back_lets_the_candidate_go_elsewhere(cast: Cast) -> None:
    call = lgotp(cast)
    application = host(cast, call)
    proposal = proposed(cast, candidate(cast, call), application)
    answer_proposals(application, {proposal.pk: WANTED}, by=cast.officer)
    willing(cast, proposal)
    confirm_proposal(proposal, by=officer_of(cast))
    proposal = Proposal.objects.get()
    with pytest.raises(ProposalRefusedError, match="決定を取り消して"):
        withdraw_proposal(proposal, by=officer_of(cast))

    MOVES["take_back_decision"](stories.fresh(application), by=officer_of(cast), note="事情")
    withdraw_proposal(Proposal.objects.get(), by=officer_of(cast))

    assert Proposal.objects.get().state == "withdrawn"
    assert propose(Candidate.objects.get(), stories.fresh(application), by=officer_of(cast)).state == "proposed"


def test_a_host_that_gives_up_lets_the_candidate_go_elsewhere(cast: Cast) -> None:
    call = lgotp(cast)
    application, other = host(cast, call), host(cast, call, by=cast.neighbour)
    proposal = proposed(cast, candidate(cast, call), application)
    answer_proposals(application, {proposal.pk: WANTED}, by=cast.officer)
    willing(cast, proposal)
    confirm_proposal(proposal, by=officer_of(cast))

    MOVES["withdraw"](stories.fresh(application), by=cast.officer, note="宿舎がない")

    assert (Proposal.objects.get().state, call.tracks.get().held_count) == ("withdrawn", 0)
    assert propose(Candidate.objects.get(), stories.fresh(other), by=officer_of(cast)).state == "proposed"


def test_an_office_enters_those_of_its_countries_and_sees_no_hosts(cast: Cast, sign_in: SignIn) -> None:
    call = lgotp(cast)
    application = host(cast, call)
    client = sign_in(cast.staff)
    typed = {"name": "Anna Martin", "home": "Ville de Lyon", "country": "FR"}

    answer = client.post(reverse("calls:candidate_new", args=[call.pk]), typed)
    proposed(cast, Candidate.objects.get(), application)
    elsewhere = client.post(reverse("calls:candidate_new", args=[call.pk]), typed | {"country": "GB"})
    page = client.get(reverse("calls:matching", args=[call.pk])).content.decode()
    of_london = sign_in(cast.london_staff).get(reverse("calls:matching", args=[call.pk])).content.decode()

    assert answer["Location"] == reverse("calls:matching", args=[call.pk])
    assert "選択" in elsewhere.content.decode()
    assert Candidate.objects.count() == 1
    assert ["Anna Martin" in page, str(cast.himeji) in page, "Anna Martin" in of_london] == [True, False, False]


def test_the_board_asks_the_same_number_of_queries_for_one_and_for_many(cast: Cast, sign_in: SignIn) -> None:
    call = lgotp(cast)
    hosts = [host(cast, call, by=by) for by in (cast.officer, cast.neighbour)]
    client, counts = sign_in(officer_of(cast)), []
    address = reverse("calls:matching", args=[call.pk])
    proposed(cast, candidate(cast, call), hosts[0])
    client.get(address)
    for more in (1, 3):
        for number in range(more):
            one = candidate(cast, call, f"C {more} {number}")
            for application in hosts:
                proposed(cast, one, application)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert len(set(counts)) == 1


def test_the_board_proposes_confirms_and_withdraws(cast: Cast, sign_in: SignIn) -> None:
    call = lgotp(cast)
    application, one = host(cast, call), candidate(cast, call)
    client, board = sign_in(officer_of(cast)), reverse("calls:matching", args=[call.pk])

    client.post(reverse("calls:matching_propose", args=[call.pk]), {"candidate": one.pk, "application": application.pk})
    proposal = Proposal.objects.get()
    answer_proposals(application, {proposal.pk: WANTED}, by=cast.officer)
    willing(cast, proposal)
    shown = client.get(board).content.decode()
    client.post(reverse("calls:proposal_confirm", args=[call.pk, proposal.pk]))

    assert reverse("calls:proposal_confirm", args=[call.pk, proposal.pk]) in shown
    assert stories.fresh(application).step == "adopted"
    page = sign_in(cast.officer).get(reverse("calls:application", args=[application.pk])).content.decode()
    assert "Anna Martin" in page


def test_until_it_is_told_a_host_does_not_read_that_it_is_confirmed(cast: Cast, sign_in: SignIn) -> None:
    call = lgotp(cast)
    application = host(cast, call)
    proposal = proposed(cast, candidate(cast, call), application)
    answer_proposals(application, {proposal.pk: WANTED}, by=cast.officer)
    willing(cast, proposal)

    confirm_proposal(proposal, by=officer_of(cast))

    address = reverse("calls:application", args=[application.pk])
    pages = [sign_in(person).get(address).content.decode() for person in (cast.officer, officer_of(cast))]
    assert [str(ProposalState.CONFIRMED.label) in page for page in pages] == [False, True]


def test_who_saves_a_candidate_second_is_shown_both(cast: Cast, sign_in: SignIn) -> None:
    one = candidate(cast, lgotp(cast))
    change_candidate(one, {"field": "先に保存した分野"}, base_revision=1, by=officer_of(cast))

    answer = sign_in(officer_of(cast)).post(
        reverse("calls:candidate", args=[one.pk]), {"name": "A", "home": "B", "country": "FR", "_revision": 1}
    )

    assert answer.status_code == 409
    assert "先に保存した分野" in answer.content.decode()
    with pytest.raises(StaleError):
        change_candidate(one, {}, base_revision=1, by=officer_of(cast))


def test_the_neighbour_sees_nothing(cast: Cast, sign_in: SignIn) -> None:
    call = lgotp(cast)
    application = host(cast, call)
    proposal = proposed(cast, candidate(cast, call), application)
    client = sign_in(cast.neighbour)

    answers = [
        client.get(reverse("calls:proposals", args=[application.pk])).status_code,
        client.get(reverse("calls:candidate", args=[proposal.candidate_id])).status_code,
        client.get(reverse("calls:matching", args=[call.pk])).status_code,
        client.post(reverse("calls:proposal_confirm", args=[call.pk, proposal.pk])).status_code,
    ]

    assert answers == [404, 404, 403, 403]
