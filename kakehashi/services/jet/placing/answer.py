"""Who goes where, and what proves that nothing better exists."""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from kakehashi.services.jet.placing.couples import APART, Choice, Found, Search
from kakehashi.services.jet.placing.faces import BEFORE_COUPLES, STEPS, Bounds, Proof, best_flow, climb, whole
from kakehashi.services.jet.placing.network import Ints, Network, draw
from kakehashi.services.jet.placing.problem import Problem
from kakehashi.services.jet.placing.tiers import COUPLES, TIERS, reckon

LOTS = 1_000_000  # a lot decides between placements that are alike in every tier


@dataclass
class Answer:
    """``places``: candidate's id → line's id. ``bounds``: what no placement surpasses once the tiers above have
    their values.
    """

    places: dict[str, str]
    values: tuple[int, ...]
    bounds: tuple[int, ...]
    proven: tuple[bool, ...]
    seed: int
    seconds: float
    proofs: list[Proof] = field(default_factory=list)
    search: Found | None = None


def place(
    problem: Problem,
    *,
    seed: int = 0,
    limit: float = 600.0,
    since: Mapping[str, str] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Answer:
    """The best placement by the nine tiers; ``limit`` (seconds) ends the search for couples, which then says what
    it could not prove. ``since``: places of an answer before an edit, whose couples' prefectures are tried first.
    """
    began = time.monotonic()
    network = draw(problem)
    _, face, proofs = climb(network, whole(network), STEPS[:BEFORE_COUPLES])
    search = None
    if network.sides:
        search = Search(network, face, until=began + limit, first=_choice(problem, network, since), tell=tell).run()
        face = search.face
    else:
        _, face, more = climb(network, face, STEPS[BEFORE_COUPLES:])
        proofs += more
    places = dict(problem.seats)
    lines = _read(network, _by_lot(network, face, seed), seed)
    places |= {problem.candidates[person].id: problem.lines[line].id for person, line in lines.items()}
    values = reckon(problem, places)
    bounds, proven = _bounds(problem, values, search)
    return Answer(places, values, bounds, proven, seed, time.monotonic() - began, proofs, search)


def _choice(problem: Problem, network: Network, places: Mapping[str, str] | None) -> Choice:
    """The prefecture in which each couple has places."""
    prefectures = {line.id: line.prefecture for line in problem.lines}
    found = []
    for side in network.sides:
        where = {prefectures.get((places or {}).get(problem.candidates[at].id, ""), APART) for at in side.pair}
        found.append(where.pop() if len(where) == 1 and where <= set(side.prefectures) else APART)
    return tuple(found)


def _by_lot(network: Network, face: Bounds, seed: int) -> Ints:
    """One of the flows that are alike in every tier, by lots that the seed decides."""
    lots = np.random.default_rng(seed).integers(0, LOTS, len(network.person))
    return best_flow(network, face, np.where(network.person >= 0, lots, 0))


def _read(network: Network, flow: Ints, seed: int) -> dict[int, int]:
    """Candidate → line, as positions in the problem. Who meets in a node leaves it in an order drawn by lot."""
    draw_lot = random.Random(seed)  # noqa: S311  # a published seed, not a secret
    found: dict[int, int] = {}
    waiting: dict[int, list[int]] = defaultdict(list)
    onward: dict[int, list[int]] = defaultdict(list)
    for arc in np.flatnonzero(flow).tolist():
        person, line, head = int(network.person[arc]), int(network.line[arc]), int(network.head[arc])
        if person < 0:
            onward[int(network.tail[arc])].append(arc)
        elif line >= 0:
            found[person] = line
        else:
            waiting[head].append(person)
    while waiting:
        node = max(waiting)  # profiles were drawn after the classes of lines they lead to
        people = sorted(waiting.pop(node))
        draw_lot.shuffle(people)
        for arc in onward[node]:
            leaving = [people.pop() for _ in range(int(flow[arc]))]
            if (line := int(network.line[arc])) >= 0:
                found.update(dict.fromkeys(leaving, line))
            else:
                waiting[int(network.head[arc])] += leaving
    return found


def _bounds(
    problem: Problem, values: tuple[int, ...], search: Found | None
) -> tuple[tuple[int, ...], tuple[bool, ...]]:
    """The bound of every tier once those above have their values, and whether value and bound are the same by
    proof.
    """
    if search is None or search.complete:
        return values, (True,) * len(TIERS)
    people = len(problem.candidates)
    loose = (*values[:COUPLES], *search.loose, people, people, people)
    closed = [values[:at] == loose[:at] for at in range(1, len(TIERS) + 1)]
    return loose, tuple(closed)
