"""What candidates wish, typed in by the office of their country, and the proposal that comes out of both sides."""

from django.urls import reverse

from kakehashi.engines.calls.choices import CandidatesAnswer, ProposalState
from kakehashi.engines.calls.operations.matching import HostsAnswer, answer_proposals
from kakehashi.engines.calls.queries.matching import matching_board, proposals_of
from kakehashi.engines.calls.queries.suggesting import suggest
from kakehashi.foundation.organisations.models import Country
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories
from tests.engines.calls.test_matching import candidate, host, lgotp, officer_of, proposed, wanted, willing


def test_the_office_of_the_country_types_in_what_a_candidate_wishes(cast: Cast, sign_in: SignIn) -> None:
    call = lgotp(cast)
    application, one = host(cast, call), candidate(cast, call)
    proposal = proposed(cast, one, application)
    client, address = sign_in(cast.director), reverse("calls:candidate_wishes", args=[one.pk])
    name = f"p{proposal.pk}"

    shown = client.get(address).content.decode()
    answer = client.post(address, {f"{name}-state": "willing", f"{name}-order": "1", f"{name}-note": "城を見たい"})

    proposal.refresh_from_db()
    assert ["姫路市" in shown, "多言語の防災訓練" in shown] == [True, True]
    assert answer["Location"] == reverse("calls:matching", args=[call.pk])
    assert (proposal.candidates_answer, proposal.candidates_order, proposal.candidates_note) == (
        CandidatesAnswer.WILLING, 1, "城を見たい",
    )  # fmt: skip
    assert proposal.state == ProposalState.PROPOSED  # the host's own answer is another


def test_before_anybody_was_proposed_the_page_says_so(cast: Cast, sign_in: SignIn) -> None:
    one = candidate(cast, lgotp(cast))

    page = sign_in(cast.director).get(reverse("calls:candidate_wishes", args=[one.pk])).content.decode()

    assert "まだどの団体にも紹介していません" in page


def test_nobody_else_reads_or_types_wishes(cast: Cast, sign_in: SignIn) -> None:
    one = candidate(cast, lgotp(cast), country=Country.objects.get(alpha2="FR"))
    address = reverse("calls:candidate_wishes", args=[one.pk])

    answers = [
        sign_in(person).post(address).status_code for person in (cast.officer, cast.neighbour, cast.london_staff)
    ]

    assert answers == [404, 404, 404]


def test_the_board_suggests_whoever_wants_each_other_and_says_why_others_are_left(cast: Cast, sign_in: SignIn) -> None:
    call = lgotp(cast)
    application = host(cast, call)
    anna, emma, louis = (candidate(cast, call, name) for name in ("Anna", "Emma", "Louis"))
    found = {one: proposed(cast, one, application) for one in (anna, emma, louis)}
    answers = {found[one].pk: HostsAnswer(ProposalState.WANTED, order) for one, order in ((emma, 1), (anna, 2))}
    answer_proposals(application, answers, by=cast.officer)
    willing(cast, found[anna])
    willing(cast, found[louis])

    suggestion = suggest(matching_board(call, officer_of(cast)))
    page = sign_in(officer_of(cast)).get(reverse("calls:matching", args=[call.pk])).content.decode()

    assert [(pair.proposal, pair.hosts_rank, pair.candidates_rank) for pair in suggestion.pairs] == [
        (found[anna], 2, 1)
    ]
    assert suggestion.left == [(emma, "候補者の返事を待っています。"), (louis, "団体の返事を待っています。")]
    assert ["この組に決める" in page, "候補者の返事を待っています。" in page] == [True, True]


def test_of_two_who_fit_the_one_the_host_wants_more_is_suggested(cast: Cast) -> None:
    call = lgotp(cast)
    application = host(cast, call)
    anna, emma = candidate(cast, call, "Anna"), candidate(cast, call, "Emma")
    first, second = proposed(cast, anna, application), proposed(cast, emma, application)
    wanted(first, 2, by=cast.officer)
    wanted(second, 1, by=cast.officer)
    willing(cast, first)
    willing(cast, second)

    suggestion = suggest(matching_board(call, officer_of(cast)))

    assert [pair.proposal for pair in suggestion.pairs] == [second]
    assert suggestion.left == [(anna, "互いに希望した団体は、より上位に希望した人を受け入れる案です。")]


def test_a_host_reads_first_whom_it_wants_and_it_is_its_turn_until_it_answered(cast: Cast, sign_in: SignIn) -> None:
    call = lgotp(cast)
    application = host(cast, call)
    anna, emma = (proposed(cast, candidate(cast, call, name), application) for name in ("Anna", "Emma"))
    client, address = sign_in(cast.officer), reverse("calls:application", args=[application.pk])
    no, yes = HostsAnswer(ProposalState.DECLINED, note="分野が違う"), HostsAnswer(ProposalState.WANTED, 1)

    before = client.get(address).content.decode()
    answer_proposals(application, {anna.pk: no, emma.pk: yes}, by=cast.officer)
    after = client.get(address).content.decode()

    assert list(proposals_of(stories.fresh(application))) == [emma, anna]
    assert ["次は姫路市の番です" in before, "次は多文化共生課の番です" in after] == [True, True]
