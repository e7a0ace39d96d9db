"""Everything about an answer again, without a solver: the conditions, the values, and the proof by whole numbers
alone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum

import numpy as np

from kakehashi.services.jet.placing.answer import Answer
from kakehashi.services.jet.placing.couples import (
    STAGES,
    Branch,
    Closing,
    Found,
    children,
    stage_gain,
    stage_value,
)
from kakehashi.services.jet.placing.faces import (
    BEFORE_COUPLES,
    STEPS,
    Bounds,
    bound,
    combined,
    keep_face,
    weight,
    whole,
)
from kakehashi.services.jet.placing.network import Network, draw
from kakehashi.services.jet.placing.problem import Problem
from kakehashi.services.jet.placing.programme import OPEN, SCALE, Gain, Open, Shares, certain, narrowed, shares_of
from kakehashi.services.jet.placing.tiers import COUPLES, TIERS, reckon


class Fault(StrEnum):
    """What is wrong with an answer."""

    UNKNOWN = "unknown"
    POSITION = "position"
    COUNTRY = "country"
    LEVEL = "level"
    LICENCE = "licence"
    GROUP = "group"
    POSTS = "posts"
    MAXIMUM = "maximum"
    SEAT = "seat"
    BARRED = "barred"
    VALUE = "value"
    BOUND = "bound"
    PROOF = "proof"


def faults(problem: Problem, answer: Answer) -> list[tuple[Fault, str]]:
    """What does not hold, with whom or what it is about; empty: the answer stands."""
    found = list(broken_conditions(problem, answer.places))
    if found:
        return found
    values = reckon(problem, answer.places)
    for tier, told, reckoned, limit, proven in zip(
        TIERS, answer.values, values, answer.bounds, answer.proven, strict=True
    ):
        if told != reckoned:
            found.append((Fault.VALUE, tier.name))
        if (proven and told != limit) or (told > limit if tier.most else told < limit):
            found.append((Fault.BOUND, tier.name))
    if not found and not _proof_holds(problem, answer):
        found.append((Fault.PROOF, ""))
    return found


def broken_conditions(problem: Problem, places: Mapping[str, str]) -> Iterator[tuple[Fault, str]]:
    """Which of the conditions that always hold some places break, and with whom or where."""
    people = {candidate.id: candidate for candidate in problem.candidates}
    lines = {line.id: line for line in problem.lines}
    known = {who: where for who, where in places.items() if who in people and where in lines}
    for who in places.keys() - known.keys():
        yield Fault.UNKNOWN, who
    for who, where in known.items():
        has, asks = people[who].profile, lines[where].conditions
        holds = {
            Fault.POSITION: has.position == asks.position,
            Fault.COUNTRY: asks.countries is None or has.country in asks.countries,
            Fault.LEVEL: has.level >= asks.floor,
            Fault.LICENCE: has.licence or not asks.licence,
            Fault.GROUP: asks.groups is None or has.group in asks.groups,
            Fault.BARRED: (who, where) not in problem.barred,
        }
        yield from ((fault, who) for fault, fine in holds.items() if not fine)
    taken = Counter(known.values())
    yield from ((Fault.POSTS, line) for line in taken if taken[line] > lines[line].posts)
    placed = Counter((people[who].profile.country, people[who].profile.position) for who in known)
    yield from ((Fault.MAXIMUM, " ".join(pair)) for pair, most in problem.maxima.items() if placed[pair] > most)
    yield from ((Fault.SEAT, who) for who, where in problem.seats.items() if places.get(who) != where)


def _proof_holds(problem: Problem, answer: Answer) -> bool:
    """The prices of every step bound it to the value that was reached; what they leave open is what the next step
    is proven in.
    """
    network = draw(problem)
    base = reckon(problem, dict(problem.seats))
    gained = tuple(abs(value - before) for value, before in zip(answer.values, base, strict=True))
    face = whole(network)
    for step, proof in zip(STEPS, answer.proofs, strict=False):
        gain = combined(network, step, weight(network, step))
        reached = gained[step[0]] * weight(network, step) + gained[step[1]]
        if bound(network, face, gain, proof.prices) != reached:
            return False
        face = keep_face(network, face, gain, proof.prices)
    if answer.search is None:
        return len(answer.proofs) == len(STEPS) and not network.sides
    if len(answer.proofs) != BEFORE_COUPLES:
        return False
    return not answer.search.complete or _search_holds(network, face, answer.search, gained[COUPLES:])


def _search_holds(network: Network, face: Bounds, search: Found, values: tuple[int, ...]) -> bool:
    """Every choice of prefectures lies in a closed node, and every closed node holds nothing better."""
    shares = shares_of(network)
    closings = {closing.shares.tobytes(): closing for closing in search.closings}
    branches = {branch.shares.tobytes(): branch for branch in search.branches}
    nodes = [np.full(len(shares), OPEN)]
    while nodes:
        node = nodes.pop()
        if (branch := branches.pop(node.tobytes(), None)) is not None:
            nodes += children(shares, Branch(node, branch.share))
        elif (closing := closings.get(node.tobytes())) is None or not _closed(network, shares, face, closing, values):
            return False
    return True


def _closed(network: Network, shares: Shares, face: Bounds, closing: Closing, values: tuple[int, ...]) -> bool:
    left_open = Open(face, closing.shares, np.zeros((2, len(shares)), bool))
    gains: list[Gain] = []
    reached: list[int] = []
    for stage, prices in zip(STAGES, closing.prices, strict=False):
        gains.append(stage_gain(network, len(shares), stage))
        value = stage_value(network, values, stage)
        found = certain(shares, left_open, gains, reached, prices)
        if found.bound // SCALE < value:
            return True
        if found.bound // SCALE > value:
            return False
        left_open = narrowed(left_open, found, found.bound - value * SCALE)
        reached.append(value)
    return len(closing.prices) == len(STAGES)
