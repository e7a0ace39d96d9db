"""Why somebody has no place and why a post stays open: which conditions stood in the way, and what one less would
have opened.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kakehashi.services.jet.placing.answer import Answer, place
from kakehashi.services.jet.placing.fitting import Truths, fits
from kakehashi.services.jet.placing.listing import panel
from kakehashi.services.jet.placing.problem import Candidate, Condition, Line, Problem, obstacles
from kakehashi.services.jet.placing.tiers import TIERS


@dataclass(frozen=True, slots=True)
class WhyUnplaced:
    """Posts are of the candidate's position. ``freed``: by a condition, the open posts that it alone keeps from the
    candidate.
    """

    posts: int
    fitting: int
    hindered: dict[Condition, int]
    freed: dict[Condition, int]
    plan_full: bool


@dataclass(frozen=True, slots=True)
class WhyOpen:
    """People are candidates of the line's position. ``freed``: by a condition, those without a place whom it alone
    keeps away.
    """

    people: int
    placed_elsewhere: int
    kept_by_plan: int
    hindered: dict[Condition, int]
    freed: dict[Condition, int]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One more person would be placed without this condition (``None``: without the limit of the country plan), when
    so many others change their places. With 0 an open post is taken.
    """

    condition: Condition | None
    moves: int


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a candidate does not have a line. Nothing hinders and a post is open or somebody with a lower score has it:
    then the tiers decided, and ``loss`` says which.
    """

    hindered: tuple[Condition, ...]
    barred: bool
    plan_full: bool
    open_posts: int
    holders: tuple[str, ...]
    lower: tuple[str, ...]  # of the holders, those of the same country and position with a lower score

    @property
    def possible(self) -> bool:
        return not self.hindered and not self.barred


@dataclass(frozen=True, slots=True)
class Loss:
    """The first tier that comes out otherwise when a candidate has a line for sure; ``proven``: no such placement loses
    less.
    """

    tier: str
    value: int
    instead_of: int
    proven: bool


class Explainer:
    """Explains one answer. What a question needs of the whole placement is counted once."""

    def __init__(self, problem: Problem, answer: Answer) -> None:
        self.problem, self.answer = problem, answer
        taken = Counter(answer.places.values())
        self.open_posts = {line.id: line.posts - taken[line.id] for line in problem.lines}
        placed = Counter(panel(candidate) for candidate in problem.candidates if candidate.id in answer.places)
        self.full = {pair for pair, most in problem.maxima.items() if placed[pair] >= most}

    def why_unplaced(self, candidate: Candidate) -> WhyUnplaced:
        hindered: Counter[Condition] = Counter()
        freed: Counter[Condition] = Counter()
        posts = fitting = 0
        for line in self.problem.lines:
            found = obstacles(candidate.profile, line.conditions)
            if Condition.POSITION in found or (candidate.id, line.id) in self.problem.barred:
                continue
            posts += line.posts
            fitting += line.posts if not found else 0
            for condition in found:
                hindered[condition] += line.posts
            if len(found) == 1 and self.open_posts[line.id]:
                freed[found[0]] += self.open_posts[line.id]
        return WhyUnplaced(
            posts,
            fitting,
            dict(sorted(hindered.items())),
            dict(sorted(freed.items())),
            panel(candidate) in self.full,
        )

    def why_open(self, line: Line) -> WhyOpen:
        hindered: Counter[Condition] = Counter()
        freed: Counter[Condition] = Counter()
        people = elsewhere = kept = 0
        for candidate in self.problem.candidates:
            found = obstacles(candidate.profile, line.conditions)
            if Condition.POSITION in found or (candidate.id, line.id) in self.problem.barred:
                continue
            people += 1
            placed = candidate.id in self.answer.places
            if not found:
                elsewhere += placed and self.answer.places[candidate.id] != line.id
                kept += not placed and panel(candidate) in self.full
            for condition in found:
                hindered[condition] += 1
            if len(found) == 1 and not placed and panel(candidate) not in self.full:
                freed[found[0]] += 1
        return WhyOpen(people, elsewhere, kept, dict(sorted(hindered.items())), dict(sorted(freed.items())))

    def why_not(self, candidate: Candidate, line: Line) -> WhyNot:
        """From what is stored, without placing anybody again."""
        people = {one.id: one for one in self.problem.candidates}
        holders = sorted(who for who, where in self.answer.places.items() if where == line.id)
        lower = [
            who for who in holders if panel(people[who]) == panel(candidate) and people[who].score < candidate.score
        ]
        return WhyNot(
            obstacles(candidate.profile, line.conditions),
            (candidate.id, line.id) in self.problem.barred,
            candidate.id not in self.answer.places and panel(candidate) in self.full,
            self.open_posts[line.id],
            tuple(holders),
            tuple(lower),
        )

    def loss(self, candidate: Candidate, line: Line, *, limit: float = 0.0) -> Loss | None:
        """What it costs to give a line that fits to a candidate, by placing everybody else anew; ``None``: nothing, it
        is as good. ``limit`` as of ``place``.
        """
        seats = {**self.problem.seats, candidate.id: line.id}
        forced = place(replace(self.problem, seats=seats), seed=self.answer.seed, limit=limit, since=self.answer.places)
        for at, (tier, value, before) in enumerate(zip(TIERS, forced.values, self.answer.values, strict=True)):
            if value != before:
                return Loss(tier.name, value, before, forced.proven[at])
        return None

    def relaxations(self, candidate: Candidate) -> list[Relaxation]:
        """For somebody without a place: every single condition without which one more person would be placed, that
        with the fewest moves first.
        """
        found = [obstacles(candidate.profile, line.conditions) for line in self.problem.lines]
        barred = np.array([(candidate.id, line.id) in self.problem.barred for line in self.problem.lines], bool)
        wanted: set[Condition | None] = {each[0] for each in found if len(each) == 1}
        wanted = {None} if panel(candidate) in self.full else wanted - {Condition.POSITION}
        starts = ((one, np.array([set(each) <= {one} for each in found], bool) & ~barred) for one in wanted)
        return _cheapest((one, self._moves_to_a_post(start)) for one, start in starts)

    def relaxations_of(self, line: Line) -> list[Relaxation]:
        """For a line with an open post: every single condition of it without which one more person would be placed."""
        found = [obstacles(one.profile, line.conditions) for one in self.problem.candidates]
        barred = np.array([(one.id, line.id) in self.problem.barred for one in self.problem.candidates], bool)
        wanted = {each[0] for each in found if len(each) == 1} - {Condition.POSITION}
        starts = ((one, np.array([set(each) <= {one} for each in found], bool) & ~barred) for one in wanted)
        return _cheapest((one, self._moves_from_nowhere(start)) for one, start in starts)

    @cached_property
    def _fits(self) -> Truths:
        return fits(self.problem)

    @cached_property
    def _sits(self) -> Truths:
        """(candidates, lines): who has which line and may be asked to move."""
        at = {line.id: number for number, line in enumerate(self.problem.lines)}
        sits = np.zeros((len(self.problem.candidates), len(self.problem.lines)), bool)
        for number, candidate in enumerate(self.problem.candidates):
            if candidate.id in self.answer.places and candidate.id not in self.problem.seats:
                sits[number, at[self.answer.places[candidate.id]]] = True
        return sits

    def _moves_to_a_post(self, fresh: Truths) -> int | None:
        """How many move until one of some lines has room; ``None``: however many move, none has."""
        room = np.array([self.open_posts[line.id] > 0 for line in self.problem.lines], bool)
        seen, moves = fresh.copy(), 0
        while fresh.any():
            if (fresh & room).any():
                return moves
            sitting = self._sits[:, fresh].any(axis=1)
            fresh = self._fits[sitting].any(axis=0) & ~seen
            seen, moves = seen | fresh, moves + 1
        return None

    def _moves_from_nowhere(self, fresh: Truths) -> int | None:
        """How many move until one of some people can come who has no place yet."""
        waiting = [one.id not in self.answer.places and panel(one) not in self.full for one in self.problem.candidates]
        seen, moves = fresh.copy(), 0
        while fresh.any():
            if (fresh & np.array(waiting, bool)).any():
                return moves
            left = self._sits[fresh].any(axis=0)
            fresh = self._fits[:, left].any(axis=1) & ~seen
            seen, moves = seen | fresh, moves + 1
        return None


def _cheapest(found: Iterator[tuple[Condition | None, int | None]]) -> list[Relaxation]:
    possible = [Relaxation(condition, moves) for condition, moves in found if moves is not None]
    return sorted(possible, key=lambda one: (one.moves, one.condition or 0))
