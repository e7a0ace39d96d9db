from dataclasses import replace

import pytest

from kakehashi.services.jet.placing.answer import place
from kakehashi.services.jet.placing.envy import Cause, Envy, envies, fairness
from kakehashi.services.jet.placing.problem import Candidate, Choice, Problem, best_rank, obstacles
from tests.services.jet.placing.problems import candidate, drawn, line

TOKYO, SAPPORO = Choice(1, "prefecture", "130001"), Choice(1, "municipality", "011002")


def _scored(name: str, score: int, **how: object) -> Candidate:
    return replace(candidate(name, **how), score=score)  # type: ignore[arg-type]  # what candidate() takes


def test_a_lower_score_in_a_better_liked_post_is_told() -> None:
    problem = Problem(
        (_scored("C1", 90, choices=(TOKYO,)), _scored("C2", 80), _scored("C3", 80), _scored("C4", 95)),
        (line("L1"), line("L2", place=2), line("L3")),
    )

    found = envies(problem, {"C1": "L1", "C2": "L2", "C3": "L3"})

    assert found == [
        Envy("C1", "C2", "L2", Cause.NONE),
        Envy("C4", "C1", "L1", Cause.NONE),
        Envy("C4", "C2", "L2", Cause.NONE),
        Envy("C4", "C3", "L3", Cause.NONE),
    ]
    assert fairness(found) == dict.fromkeys(Cause, 0) | {Cause.NONE: 4}


def test_equal_scores_other_countries_and_posts_that_do_not_fit_are_no_cause() -> None:
    closed = replace(line("L2", place=2, countries=frozenset({"GB"})))
    people = (_scored("C1", 90, choices=(TOKYO,)), _scored("C2", 90), _scored("C3", 50, country="GB"))

    assert envies(Problem(people, (line("L1"), line("L2", place=2))), {"C1": "L1", "C2": "L2"}) == []
    assert envies(Problem(people, (line("L1"), closed)), {"C1": "L1", "C3": "L2"}) == []


def test_what_would_be_lost_explains() -> None:
    asks = line("L1")
    hard = replace(asks, conditions=asks.conditions._replace(licence=True))
    better, other = _scored("C1", 90, choices=(TOKYO,)), _scored("C2", 80)
    unlicensed = replace(other, profile=other.profile._replace(licence=False))
    tokyo, places = line("L2", place=2), {"C1": "L1", "C2": "L2"}
    couple = (replace(better, partner="C3"), other, _scored("C3", 60, partner="C1"))

    def cause(problem: Problem) -> list[Cause]:
        return [
            envy.cause for envy in envies(problem, places | {"C3": "L3"} if len(problem.candidates) > 2 else places)
        ]

    assert cause(Problem((better, other), (hard, tokyo))) == [Cause.NONE]
    assert cause(Problem((better, unlicensed), (hard, tokyo))) == [Cause.POST]
    assert cause(Problem((better, unlicensed), (replace(hard, must_fill=True), tokyo))) == [Cause.MUST]
    assert cause(Problem((better, other), (asks, tokyo), seats={"C2": "L2"})) == [Cause.SEAT]
    assert cause(Problem(couple, (asks, tokyo, line("L3", place=1)))) == [Cause.COUPLE]


@pytest.mark.parametrize("seed", range(60))
def test_pairs_are_those_of_the_definition(seed: int) -> None:
    problem = drawn(seed)
    places = place(problem, seed=1).places
    people = {one.id: one for one in problem.candidates}
    lines = {one.id: one for one in problem.lines}

    def liking(who: str, where: str | None) -> int:
        if where is None:
            return 5
        return best_rank(people[who], lines[where]) or 4

    pairs = [
        (who, whom)
        for who, one in sorted(people.items())
        for whom, where in sorted(places.items())
        if one.profile[:2] == people[whom].profile[:2]
        and one.score > people[whom].score
        and not obstacles(one.profile, lines[where].conditions)
        and liking(who, where) < liking(who, places.get(who))
    ]

    assert [(envy.who, envy.whom) for envy in envies(problem, places)] == pairs
