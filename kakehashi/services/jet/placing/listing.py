"""Everybody's list of all lines that fit, and how lines rank people: what deferred acceptance needs."""

from collections import Counter, defaultdict

import numpy as np

from kakehashi.services.jet.placing.deferring import Lists
from kakehashi.services.jet.placing.fitting import fits, numbered
from kakehashi.services.jet.placing.network import Ints
from kakehashi.services.jet.placing.problem import PREFECTURE, RANKS, URBANITIES, Candidate, Problem

REGIONS = np.searchsorted((2, 8, 15, 24, 31, 36, 40), np.arange(100), side="right")
"""Of each prefecture's number: Hokkaido, Tohoku, Kanto, Chubu, Kinki, Chugoku, Shikoku, Kyushu with Okinawa."""
WISHED, SAME_PREFECTURE, SAME_REGION, ELSEWHERE = (step * len(RANKS) for step in range(4))
"""How near a line is to a wish; the rank of the wish is added."""


def panel(candidate: Candidate) -> tuple[str, str]:
    """Country and position: whose scores can be compared."""
    return candidate.profile.country, candidate.profile.position


def standing(problem: Problem, seed: int) -> Ints:
    """The rank of each candidate before every line, 0 the first: by the share of the own panel that stands before.
    Scores of different panels cannot be compared; equal scores are parted by lot.
    """
    lots = np.random.default_rng(seed).permutation(len(problem.candidates))
    panels: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, candidate in enumerate(problem.candidates):
        panels[panel(candidate)].append(at)
    share = np.zeros(len(problem.candidates))
    for members in panels.values():
        members.sort(key=lambda at: (-problem.candidates[at].score, lots[at]))
        share[members] = np.arange(len(members)) / len(members)
    ranks = np.empty(len(problem.candidates), np.int64)
    ranks[np.lexsort((lots, share))] = np.arange(len(problem.candidates))
    return ranks


class _Lines:
    """The lines as arrays."""

    def __init__(self, problem: Problem, lot: Ints) -> None:
        self.count = max(1, len(problem.lines))
        codes, of = numbered([line.prefecture for line in problem.lines])
        numbers = np.array([int(code[:2]) for code in codes], np.int64)
        self.prefecture_number = numbers[of]
        self.region = REGIONS[self.prefecture_number]
        self.prefecture = np.array([int(line.prefecture) for line in problem.lines], np.int64)
        self.organisation = np.array([int(line.organisation) for line in problem.lines], np.int64)
        self.urbanity = np.array([URBANITIES.index(line.urbanity) for line in problem.lines], np.int64)
        self.optional = np.array([not line.must_fill for line in problem.lines], np.int64)
        self.lot = lot

    def in_order(self, candidate: Candidate, fitting: Ints, turn: int) -> Ints:
        """What is wished for, then the same prefecture, the same region, the rest; of these the urbanity that is
        wished for first, then what has to be filled, then by lot.
        """
        near = np.full(len(fitting), ELSEWHERE)
        wishes = sorted(candidate.choices, reverse=True)
        for choice in wishes:
            near[self.region[fitting] == REGIONS[int(choice.code[:2])]] = SAME_REGION + choice.rank
        for choice in wishes:
            near[self.prefecture_number[fitting] == int(choice.code[:2])] = SAME_PREFECTURE + choice.rank
        for choice in wishes:
            codes = self.prefecture if choice.kind == PREFECTURE else self.organisation
            near[codes[fitting] == int(choice.code)] = WISHED + choice.rank
        order = near * 2
        if candidate.wish:
            order += self.urbanity[fitting] != URBANITIES.index(candidate.wish)
        order = (order * 2 + self.optional[fitting]) * self.count + (self.lot[fitting] + turn) % self.count
        return fitting[np.argsort(order)]


def completed_lists(problem: Problem, seed: int) -> Lists:
    """Lists of three wishes are completed, as nobody wants to be without a place; who is seated has none."""
    lots = np.random.default_rng([seed, 1])
    lines = _Lines(problem, lots.permutation(len(problem.lines)))
    turns = lots.integers(lines.count, size=len(problem.candidates)).tolist()
    found = [
        lines.in_order(candidate, np.flatnonzero(fitting), turn)
        if candidate.id not in problem.seats
        else np.zeros(0, np.int64)
        for candidate, fitting, turn in zip(problem.candidates, fits(problem), turns, strict=True)
    ]
    lengths = [len(one) for one in found]
    taken = Counter(problem.seats.values())
    return Lists(
        starts=np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64),
        lines=np.concatenate([np.zeros(0, np.int64), *found]),
        ranks=np.repeat(standing(problem, seed), lengths),
        posts=np.array([max(0, line.posts - taken[line.id]) for line in problem.lines], np.int64),
    )
