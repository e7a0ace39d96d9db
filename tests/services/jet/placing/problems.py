"""Small problems, drawn by a seed, and their best placement found by looking at every one."""

import itertools
import random
from collections import Counter

from kakehashi.services.jet.placing.problem import (
    Candidate,
    Choice,
    Conditions,
    Line,
    Problem,
    Profile,
    obstacles,
)
from kakehashi.services.jet.placing.tiers import key, reckon

PREFECTURES = ("010006", "130001")
PLACES = (("011002", "010006"), ("012025", "010006"), ("131016", "130001"))


def candidate(
    name: str, *, country: str = "US", choices: tuple[Choice, ...] = (), partner: str = "", wish: str = ""
) -> Candidate:
    return Candidate(name, Profile("ALT", country, 0, True, "A"), 70, wish, partner, choices)


def line(
    name: str, *, posts: int = 1, place: int = 0, countries: frozenset[str] | None = None, urbanity: str = "urban"
) -> Line:
    organisation, prefecture = PLACES[place]
    return Line(name, organisation, prefecture, posts, Conditions("ALT", countries, 0, False, None), urbanity)


def drawn(seed: int) -> Problem:
    """Up to six candidates, a couple or two among them, and up to four lines."""
    draw = random.Random(seed)  # noqa: S311  # invented problems, the same for the same seed
    names = [f"C{number}" for number in range(draw.randint(2, 6))]
    partners = dict.fromkeys(names, "")
    for one, other in zip(names[::2], names[1::2], strict=False):
        if draw.random() < 0.7:
            partners[one], partners[other] = other, one
    people = []
    for name in names:
        ranks = draw.sample((1, 2, 3), draw.randint(0, 3))
        choices = tuple(sorted(Choice(rank, *_wished(draw)) for rank in ranks))
        profile = Profile("ALT", draw.choice(("US", "GB")), draw.randint(0, 2), draw.random() < 0.7, draw.choice("AB"))
        wish = draw.choice(("", "urban", "rural"))
        people.append(Candidate(name, profile, draw.randint(0, 100), wish, partners[name], choices))
    lines = []
    for number in range(draw.randint(1, 4)):
        organisation, prefecture = draw.choice(PLACES)
        conditions = Conditions(
            "ALT",
            draw.choice((None, None, frozenset({"US"}))),
            draw.choice((0, 0, 1)),
            draw.random() < 0.2,
            draw.choice((None, None, frozenset("A"))),
        )
        posts, urbanity = draw.randint(1, 2), draw.choice(("urban", "rural"))
        lines.append(Line(f"L{number}", organisation, prefecture, posts, conditions, urbanity, draw.random() < 0.3))
    maxima = {("US", "ALT"): draw.randint(1, 3)} if draw.random() < 0.3 else {}
    return Problem(tuple(people), tuple(lines), maxima)


def _wished(draw: random.Random) -> tuple[str, str]:
    if draw.random() < 0.5:
        return "prefecture", draw.choice(PREFECTURES)
    return "municipality", draw.choice(PLACES)[0]


def best_values(problem: Problem) -> tuple[int, ...]:
    """The values of the best placement, by trying every one."""
    roads: list[list[str | None]] = []
    for person in problem.candidates:
        fitting = [one.id for one in problem.lines if not obstacles(person.profile, one.conditions)]
        allowed = [name for name in fitting if (person.id, name) not in problem.barred]
        seat = problem.seats.get(person.id)
        roads.append([seat] if seat else [None, *allowed])
    posts = {one.id: one.posts for one in problem.lines}
    country = {person.id: (person.profile.country, person.profile.position) for person in problem.candidates}
    found = []
    for chosen in itertools.product(*roads):
        places = {person.id: name for person, name in zip(problem.candidates, chosen, strict=True) if name is not None}
        placed = Counter(country[who] for who in places)
        if all(number <= posts[name] for name, number in Counter(places.values()).items()) and all(
            placed[pair] <= most for pair, most in problem.maxima.items()
        ):
            found.append(reckon(problem, places))
    return max(found, key=key)
