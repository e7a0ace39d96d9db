"""Whether a placement is fair by interview score, reckoned from who goes where and from nothing else.

Somebody envies with cause where a person of the same country and position with a lower score has a line that the first
fits and would rather have: a wish of a better rank, or any place at all.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kakehashi.services.jet.placing.fitting import Truths, fits
from kakehashi.services.jet.placing.listing import panel
from kakehashi.services.jet.placing.network import Ints
from kakehashi.services.jet.placing.problem import PREFECTURE, RANKS, Problem, best_rank

UNPLACED = len(RANKS) + 2
"""Behind every wish and behind a place nobody wished for."""


class Cause(StrEnum):
    """What explains that the one with the higher score does not have the line: what would be lost if the two changed
    places, or if the second lost theirs where they cannot change.
    """

    NONE = "none"
    SEAT = "seat"
    """A place was decided before."""
    COUPLE = "couple"
    """A couple would be parted."""
    MUST = "must"
    """A post that has to be filled would stay open, as the other does not fit it."""
    POST = "post"
    """A post would stay open, as the other does not fit it."""


@dataclass(frozen=True, slots=True)
class Envy:
    who: str
    whom: str
    line: str
    cause: Cause


def envies(problem: Problem, places: Mapping[str, str]) -> list[Envy]:
    """Every pair, sorted by who, whom."""
    return _Report(problem, places).pairs()


def fairness(found: list[Envy]) -> dict[Cause, int]:
    """How many pairs each cause explains; ``Cause.NONE``: nothing does."""
    counted = Counter(envy.cause for envy in found)
    return {cause: counted[cause] for cause in Cause}


class _Report:
    def __init__(self, problem: Problem, places: Mapping[str, str]) -> None:
        self.problem, self.places = problem, places
        self.fits: Truths = fits(problem)
        self.line_at = {line.id: at for at, line in enumerate(problem.lines)}
        people = problem.candidates
        self.line = [self.line_at[places[one.id]] if one.id in places else -1 for one in people]
        self.prefecture = np.array([line.prefecture for line in problem.lines])
        self.organisation = np.array([line.organisation for line in problem.lines])
        self.partner = {one.id: one.partner for one in people}
        self.now = np.array([self._rank(at, line) for at, line in enumerate(self.line)], np.int64)

    def _rank(self, at: int, line: int) -> int:
        if line < 0:
            return UNPLACED
        rank = best_rank(self.problem.candidates[at], self.problem.lines[line])
        return UNPLACED - 1 if rank is None else rank

    def pairs(self) -> list[Envy]:
        panels: dict[tuple[str, str], list[int]] = defaultdict(list)
        for at, candidate in enumerate(self.problem.candidates):
            panels[panel(candidate)].append(at)
        found = [pair for members in panels.values() for pair in self._within(members)]
        return sorted(found, key=lambda envy: (envy.who, envy.whom))

    def _within(self, members: list[int]) -> list[Envy]:
        """The pairs of one panel."""
        people = self.problem.candidates
        placed = np.array([at for at in members if self.line[at] >= 0], np.int64)
        if not len(placed):
            return []
        lines = np.array([self.line[at] for at in placed.tolist()], np.int64)
        scores = np.array([people[at].score for at in placed.tolist()], np.int64)
        different, which = np.unique(lines, return_inverse=True)
        found = []
        for at in members:
            better = self._would_rather(at, different)
            if not better.any():
                continue
            for other in placed[better[which] & (scores < people[at].score)].tolist():
                found.append(
                    Envy(people[at].id, people[other].id, self.places[people[other].id], self._cause(at, other))
                )
        return found

    def _would_rather(self, at: int, lines: Ints) -> Truths:
        """Which of some lines a candidate fits and would rather have than the own."""
        fitting: Truths = self.fits[at, lines]
        if self.now[at] == UNPLACED:
            return fitting
        rather = np.zeros(len(lines), bool)
        for choice in self.problem.candidates[at].choices:
            if choice.rank < self.now[at]:
                codes = self.prefecture if choice.kind == PREFECTURE else self.organisation
                rather |= codes[lines] == choice.code
        return rather & fitting

    def _cause(self, at: int, other: int) -> Cause:
        people, seats = self.problem.candidates, self.problem.seats
        who, whom = people[at].id, people[other].id
        if who in seats or whom in seats:
            return Cause.SEAT
        own, theirs = self.line[at], self.line[other]
        changes = own >= 0 and bool(self.fits[other, own])
        if self._parts(who, theirs) or self._parts(whom, own if changes else -1):
            return Cause.COUPLE
        if own < 0 or changes:
            return Cause.NONE
        return Cause.MUST if self.problem.lines[own].must_fill else Cause.POST

    def _parts(self, who: str, line: int) -> bool:
        """Whether somebody who is with their partner would not be any more on another line (-1: without a place)."""
        partner = self.partner[who]
        if who not in self.places or partner not in self.places:
            return False
        lines = self.problem.lines
        there = lines[self.line_at[self.places[partner]]].prefecture
        together = lines[self.line_at[self.places[who]]].prefecture == there
        return together and (line < 0 or lines[line].prefecture != there)
