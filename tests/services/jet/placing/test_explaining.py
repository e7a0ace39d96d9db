from dataclasses import replace
from typing import Any

import pytest

from kakehashi.services.jet.placing.answer import Answer, place
from kakehashi.services.jet.placing.explaining import Explainer, Loss, Relaxation, WhyNot
from kakehashi.services.jet.placing.problem import Choice, Condition, Line, Problem
from kakehashi.services.jet.placing.tiers import FILLED
from tests.services.jet.placing.problems import best_values, candidate, drawn, line


def _explained(problem: Problem) -> tuple[Explainer, Answer]:
    answer = place(problem, seed=1)
    return Explainer(problem, answer), answer


def _without(asked: Line, condition: Condition) -> Line:
    changes: dict[Condition, dict[str, Any]] = {
        Condition.COUNTRY: {"countries": None},
        Condition.LEVEL: {"floor": 0},
        Condition.LICENCE: {"licence": False},
        Condition.GROUP: {"groups": None},
    }
    return replace(asked, conditions=asked.conditions._replace(**changes[condition]))


@pytest.mark.parametrize("seed", range(150))
def test_a_condition_is_named_exactly_where_one_more_would_be_placed_without_it(seed: int) -> None:
    problem = drawn(seed)
    explainer, answer = _explained(problem)

    for who in problem.candidates:
        if who.id in answer.places or (who.profile.country, who.profile.position) in explainer.full:
            continue
        told = {one.condition for one in explainer.relaxations(who)}
        for condition, better in (
            (Condition.LICENCE, who.profile._replace(licence=True)),
            (Condition.LEVEL, who.profile._replace(level=5)),
        ):
            changed = tuple(replace(one, profile=better) if one is who else one for one in problem.candidates)
            more = best_values(replace(problem, candidates=changed))[FILLED] > answer.values[FILLED]
            assert (condition in told) == more
    for asked in problem.lines:
        if not explainer.open_posts[asked.id]:
            continue
        told = {one.condition for one in explainer.relaxations_of(asked)}
        for condition in (Condition.COUNTRY, Condition.LEVEL, Condition.LICENCE, Condition.GROUP):
            changed_lines = tuple(_without(one, condition) if one is asked else one for one in problem.lines)
            more = best_values(replace(problem, lines=changed_lines))[FILLED] > answer.values[FILLED]
            assert (condition in told) == more


@pytest.mark.parametrize("seed", range(60))
def test_the_limit_of_the_plan_is_named_exactly_where_one_more_would_be_placed_above_it(seed: int) -> None:
    problem = replace(drawn(seed), maxima={("US", "ALT"): 1})
    explainer, answer = _explained(problem)
    more = best_values(replace(problem, maxima={("US", "ALT"): 2}))[FILLED] > answer.values[FILLED]

    told = [
        explainer.relaxations(who)
        for who in problem.candidates
        if who.profile.country == "US" and who.id not in answer.places and ("US", "ALT") in explainer.full
    ]

    assert any(one.condition is None for found in told for one in found) == (more and bool(told))


def test_others_who_move_are_counted() -> None:
    asks = line("L1")
    hard = replace(asks, conditions=asks.conditions._replace(licence=True))
    last = replace(line("L2", place=1, countries=frozenset({"GB"})))
    first, other = candidate("C1", country="GB"), candidate("C2")
    other = replace(other, profile=other.profile._replace(licence=False))
    problem = Problem((first, other), (hard, last), seats={})
    explainer = Explainer(problem, replace(place(problem), places={"C1": "L1"}))

    assert explainer.relaxations(other) == [Relaxation(Condition.COUNTRY, 0), Relaxation(Condition.LICENCE, 1)]
    assert explainer.relaxations_of(last) == [Relaxation(Condition.COUNTRY, 0)]


def test_why_not_names_what_bars_and_who_has_the_post() -> None:
    people = (
        replace(candidate("C1"), score=90),
        replace(candidate("C2"), score=80),
        replace(candidate("C3", country="GB"), score=10),
    )
    lines = (line("L1", posts=3), line("L2", countries=frozenset({"GB"})))
    problem = Problem(people, lines, barred=frozenset({("C1", "L1")}), maxima={("US", "ALT"): 1})
    explainer = Explainer(problem, replace(place(problem), places={"C2": "L1", "C3": "L1"}))

    told = explainer.why_not(people[0], lines[0])
    closed = explainer.why_not(people[0], lines[1])

    assert told == WhyNot((), True, True, 1, ("C2", "C3"), ("C2",))
    assert closed == WhyNot((Condition.COUNTRY,), False, True, 1, (), ())
    assert not told.possible
    assert not closed.possible


def test_what_a_forced_place_costs_is_the_first_tier_that_changes() -> None:
    wish = (Choice(1, "municipality", "131016"),)
    people = (candidate("C1", choices=wish), candidate("C2", choices=wish), candidate("C3"))
    lines = (line("L1"), line("L2", place=2), line("L3", place=1))
    problem = Problem(people, lines)
    explainer, answer = _explained(problem)
    (who,) = [one for one in people if answer.places[one.id] == "L2"]
    other = next(one for one in people[:2] if one is not who)

    assert explainer.loss(other, lines[1]) is None
    assert explainer.loss(people[2], lines[1]) == Loss("first_choices", 0, 1, True)
    assert explainer.why_not(other, lines[1]).possible
