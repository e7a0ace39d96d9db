"""The nine tiers of the objective: what each counts, reckoned from who goes where and from nothing else."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from kakehashi.services.jet.placing.problem import Problem, best_rank

OBJECTIVE = "nine-tiers-1"
"""Version of the objective; another meaning or order of the tiers is another version."""


class Tier(NamedTuple):
    name: str
    most: bool  # the more the better; else the fewer


TIERS = (
    Tier("must_fill_posts_filled", most=True),
    Tier("posts_filled", most=True),
    Tier("empty_organisations", most=False),
    Tier("shortage", most=False),
    Tier("couples_same_prefecture", most=True),
    Tier("first_choices", most=True),
    Tier("second_choices", most=True),
    Tier("third_choices", most=True),
    Tier("urbanity_wishes_met", most=True),
)
MUST, FILLED, EMPTY, SHORTAGE, COUPLES, FIRST, SECOND, THIRD, URBANITY = range(9)


def triangle(missing: int) -> int:
    """What ``missing`` open posts of one organisation weigh: the second weighs more than the first."""
    return missing * (missing + 1) // 2


def reckon(problem: Problem, places: Mapping[str, str]) -> tuple[int, ...]:
    """The value of every tier for ``places`` (candidate's id → line's id)."""
    lines = {line.id: line for line in problem.lines}
    requested: Counter[str] = Counter()
    for line in problem.lines:
        requested[line.organisation] += line.posts
    filled = Counter(lines[line].organisation for line in places.values())
    ranks: Counter[int | None] = Counter()
    wishes = together = 0
    for candidate in problem.candidates:
        if candidate.id not in places:
            continue
        line = lines[places[candidate.id]]
        ranks[best_rank(candidate, line)] += 1
        wishes += candidate.wish == line.urbanity
        if candidate.partner in places and candidate.id < candidate.partner:
            together += line.prefecture == lines[places[candidate.partner]].prefecture
    return (
        sum(lines[line].must_fill for line in places.values()),
        len(places),
        sum(not filled[organisation] for organisation in requested),
        sum(triangle(posts - filled[organisation]) for organisation, posts in requested.items()),
        together,
        ranks[1],
        ranks[2],
        ranks[3],
        wishes,
    )


def key(values: tuple[int, ...]) -> tuple[int, ...]:
    """Values as a tuple of which the greater is the better placement."""
    return tuple(value if tier.most else -value for value, tier in zip(values, TIERS, strict=True))
