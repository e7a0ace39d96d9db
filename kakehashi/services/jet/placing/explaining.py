"""Why somebody has no place and why a post stays open: which conditions stood in the way, and what one less would
have opened.
"""

from collections import Counter
from dataclasses import dataclass

from kakehashi.services.jet.placing.answer import Answer
from kakehashi.services.jet.placing.problem import Candidate, Condition, Line, Problem, obstacles


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


class Explainer:
    """Explains one answer. What a question needs of the whole placement is counted once."""

    def __init__(self, problem: Problem, answer: Answer) -> None:
        self.problem, self.answer = problem, answer
        taken = Counter(answer.places.values())
        self.open_posts = {line.id: line.posts - taken[line.id] for line in problem.lines}
        placed = Counter(self._pair(candidate) for candidate in problem.candidates if candidate.id in answer.places)
        self.full = {pair for pair, most in problem.maxima.items() if placed[pair] >= most}

    @staticmethod
    def _pair(candidate: Candidate) -> tuple[str, str]:
        return candidate.profile.country, candidate.profile.position

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
            self._pair(candidate) in self.full,
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
                kept += not placed and self._pair(candidate) in self.full
            for condition in found:
                hindered[condition] += 1
            if len(found) == 1 and not placed and self._pair(candidate) not in self.full:
                freed[found[0]] += 1
        return WhyOpen(people, elsewhere, kept, dict(sorted(hindered.items())), dict(sorted(freed.items())))
