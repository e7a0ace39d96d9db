"""A second way to place: by interview score, so that nobody with a lower score has what somebody with a higher score
of the same country and position would rather have. It leaves more posts open than the best placement.

A couple's lists are cut to one prefecture, the nearest to both their wishes first, until both have a place there. Who
may enter under the country plan is decided by score as well; whoever finds no place leaves theirs to the next.
"""

from collections import Counter, defaultdict, deque
from dataclasses import dataclass

import numpy as np

from kakehashi.services.jet.placing.deferring import NOWHERE, Deferring, Lists
from kakehashi.services.jet.placing.listing import completed_lists, panel, standing
from kakehashi.services.jet.placing.network import Ints
from kakehashi.services.jet.placing.problem import Problem


@dataclass(frozen=True)
class Stable:
    """``places``: candidate's id → line's id, in the order of the ids. ``apart``: couples that no prefecture could take
    together. ``kept_out``: whom the country plan had no place for. ``lists`` and ``lines_of``: what was asked for by
    those whom it had, and the line of each candidate, to be checked.
    """

    places: dict[str, str]
    apart: tuple[tuple[str, str], ...]
    kept_out: tuple[str, ...]
    seed: int
    lists: Lists
    lines_of: Ints


def place_stably(problem: Problem, *, seed: int = 0) -> Stable:
    """Among the placements without justified envy the one that is best for everybody; the same for the same seed."""
    lists, ranks = completed_lists(problem, seed), standing(problem, seed)
    ways = {couple: deque(_common_prefectures(problem, lists, couple)) for couple in problem.couples()}
    while True:
        cut = _cut(problem, lists, {at: way[0] for couple, way in ways.items() if way for at in couple})
        lines_of, kept_out = _under_plan(problem, cut, ranks)
        torn = [way for couple, way in ways.items() if way and not _together(problem, lines_of, couple)]
        if not torn:
            break
        for way in torn:
            way.popleft()
    places = dict(problem.seats)
    for at in np.flatnonzero(lines_of != NOWHERE).tolist():
        places[problem.candidates[at].id] = problem.lines[lines_of[at]].id
    apart = [
        (problem.candidates[one].id, problem.candidates[other].id)
        for one, other in ways
        if not _together(problem, lines_of, (one, other))
    ]
    out = np.isin(cut.person(), kept_out)
    return Stable(
        dict(sorted(places.items())),
        tuple(apart),
        tuple(sorted(problem.candidates[at].id for at in kept_out)),
        seed,
        cut.only(~out),
        lines_of,
    )


def _prefecture(problem: Problem, lines_of: Ints, at: int) -> str | None:
    """Where a candidate is seated or placed."""
    seat = problem.seats.get(problem.candidates[at].id)
    if seat is not None:
        return next(line.prefecture for line in problem.lines if line.id == seat)
    return problem.lines[lines_of[at]].prefecture if lines_of[at] != NOWHERE else None


def _together(problem: Problem, lines_of: Ints, couple: tuple[int, int]) -> bool:
    one, other = (_prefecture(problem, lines_of, at) for at in couple)
    return one is not None and one == other


def _common_prefectures(problem: Problem, lists: Lists, couple: tuple[int, int]) -> list[str]:
    """The prefectures both may go to, by the sum of the places at which they first come in the lists."""
    nobody = np.full(len(problem.candidates), NOWHERE)
    first: list[dict[str, int]] = []
    for at in couple:
        seated = _prefecture(problem, nobody, at)
        listed = lists.lines[lists.starts[at] : lists.starts[at + 1]].tolist()
        own = {seated: 0} if seated is not None else {}
        for place, line in enumerate(listed):
            own.setdefault(problem.lines[line].prefecture, place)
        first.append(own)
    return sorted(first[0].keys() & first[1].keys(), key=lambda name: (first[0][name] + first[1][name], name))


def _cut(problem: Problem, lists: Lists, prefectures: dict[int, str]) -> Lists:
    """Lists of which some people's name nothing outside a prefecture."""
    kept = np.ones(len(lists.lines), bool)
    for at, prefecture in prefectures.items():
        own = slice(lists.starts[at], lists.starts[at + 1])
        kept[own] = [problem.lines[line].prefecture == prefecture for line in lists.lines[own].tolist()]
    return lists.only(kept)


def _under_plan(problem: Problem, lists: Lists, ranks: Ints) -> tuple[Ints, list[int]]:
    """Everybody's line when no more of a country and position ask than the plan has places for, and who may not."""
    seated = Counter(panel(candidate) for candidate in problem.candidates if candidate.id in problem.seats)
    queues: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    for at in np.argsort(ranks).tolist():
        if problem.candidates[at].id not in problem.seats:
            queues[panel(problem.candidates[at])].append(at)
    entering = []
    for pair, queue in queues.items():
        room = max(0, problem.maxima[pair] - seated[pair]) if pair in problem.maxima else len(queue)
        entering += [queue.popleft() for _ in range(min(room, len(queue)))]
    asking = Deferring(lists)
    while entering:
        ended = [panel(problem.candidates[at]) for at in asking.let(entering)]
        entering = [queues[pair].popleft() for pair in ended if queues[pair]]
    return asking.lines_of(), [at for queue in queues.values() for at in queue]
