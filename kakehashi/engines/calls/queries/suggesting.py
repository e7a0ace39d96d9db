"""A proposal who should go to which host, out of what both sides wish; with the reason for each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import CandidatesAnswer, PaperKind, ProposalState
from kakehashi.engines.calls.models import Application, Candidate, Paper, Proposal
from kakehashi.engines.calls.queries.matching import Board, BoardLine
from kakehashi.engines.calls.rules.stable import Wishes, stable

LAST = 10_000  # whoever is wanted without an order comes after all others


@dataclass(frozen=True)
class Pair:
    """Two who should be brought together; the ranks are 1 for the most wanted."""

    proposal: Proposal
    hosts_rank: int
    candidates_rank: int


@dataclass(frozen=True)
class Suggestion:
    """`left`: whoever both sides had their say about and still has nobody, with the reason."""

    pairs: list[Pair]
    left: list[tuple[Candidate, str]]


def suggest(board: Board) -> Suggestion:
    """Of whoever is free on both sides; what is confirmed stands."""
    free = [line for line in board.lines if line.is_free]
    open_ones = {(p.application_id, p.candidate_id): p for line in free for p in line.proposals if is_said(p)}
    wishes = _wishes(list(open_ones.values()), _places(board))
    found = stable(wishes)
    pairs = [
        Pair(
            open_ones[host, candidate],
            wishes.hosts[host].index(candidate) + 1,
            wishes.candidates[candidate].index(host) + 1,
        )
        for candidate, host in found.items()
    ]
    left = [
        (line.candidate, _why_left(line, wishes))
        for line in free
        if line.candidate.pk not in found and any(is_said(p) for p in line.proposals)
    ]
    return Suggestion(sorted(pairs, key=lambda pair: (pair.hosts_rank, pair.candidates_rank, pair.proposal.pk)), left)


def is_said(proposal: Proposal) -> bool:
    """Whether one of the two sides wants the other."""
    return proposal.state == ProposalState.WANTED or proposal.candidates_answer == CandidatesAnswer.WILLING


def _wishes(proposals: list[Proposal], places: dict[int, int]) -> Wishes[int, int]:
    hosts: dict[int, list[tuple[int, int]]] = {}
    candidates: dict[int, list[tuple[int, int]]] = {}
    for one in proposals:
        if one.state == ProposalState.WANTED:
            hosts.setdefault(one.application_id, []).append((one.order or LAST, one.candidate_id))
        if one.candidates_answer == CandidatesAnswer.WILLING:
            candidates.setdefault(one.candidate_id, []).append((one.candidates_order or LAST, one.application_id))
    return Wishes(
        {host: [pk for _order, pk in sorted(wanted)] for host, wanted in sorted(hosts.items())},
        {one: [pk for _order, pk in sorted(wanted)] for one, wanted in candidates.items()},
        places,
    )


def _why_left(line: BoardLine, wishes: Wishes[int, int]) -> str:
    if any(wishes.are_mutual(host, line.candidate.pk) for host in wishes.hosts):
        return _("互いに希望した団体は、より上位に希望した人を受け入れる案です。")
    said = [one for one in line.proposals if is_said(one)]
    if any(one.candidates_answer == CandidatesAnswer.ASKED for one in said):
        return _("候補者の返事を待っています。")
    if any(one.state == ProposalState.PROPOSED for one in said):
        return _("団体の返事を待っています。")
    return _("互いに希望し合う団体がありません。")


def _places(board: Board) -> dict[int, int]:
    """How many each host still takes."""
    taken: dict[int, int] = {}
    for line in board.lines:
        if line.confirmed is not None:
            taken[line.confirmed.application_id] = taken.get(line.confirmed.application_id, 0) + 1
    wanted = wanted_people([host.pk for host in board.hosts])
    return {host.pk: max(0, wanted.get(host.pk, 1) - taken.get(host.pk, 0)) for host in board.hosts}


def wanted_people(applications: list[int]) -> dict[int, int]:
    """How many people each host asked for in its application; left out where it does not say."""
    papers = Paper.objects.filter(application__in=applications, kind=PaperKind.APPLICATION).select_related("sheet")
    said = {paper.application_id: paper.sheet.answers.get("people") for paper in papers}
    return {pk: number for pk, number in said.items() if isinstance(number, int) and number > 0}


def has_place(application: Application) -> bool:
    """Whether it may receive one more than is confirmed."""
    confirmed = application.proposals.filter(state=ProposalState.CONFIRMED).count()
    return confirmed < wanted_people([application.pk]).get(application.pk, 1)
