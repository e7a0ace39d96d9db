from dataclasses import replace

import pytest

from kakehashi.services.jet.placing.answer import place
from kakehashi.services.jet.placing.checking import faults
from kakehashi.services.jet.placing.problem import Choice, Problem
from kakehashi.services.jet.placing.tiers import COUPLES, FIRST
from tests.services.jet.placing.problems import best_values, candidate, drawn, line


@pytest.mark.parametrize("seed", range(60))
def test_no_placement_of_all_is_better(seed: int) -> None:
    problem = drawn(seed)

    answer = place(problem, seed=1)

    assert answer.values == best_values(problem)
    assert answer.bounds == answer.values
    assert all(answer.proven)
    assert faults(problem, answer) == []


def test_nobody_and_nothing() -> None:
    empty, only_people, only_posts = (
        Problem((), ()),
        Problem((candidate("C1"),), ()),
        Problem((), (line("L1", posts=2),)),
    )

    placed = [place(problem).places for problem in (empty, only_people, only_posts)]

    assert placed == [{}, {}, {}]
    assert place(only_posts).values == (0, 0, 1, 3, 0, 0, 0, 0, 0)


def test_the_same_seed_gives_the_same_placement_and_another_seed_another() -> None:
    people = tuple(candidate(f"C{number:02}") for number in range(20))
    problem = Problem(people, tuple(line(f"L{number}", place=number % 3) for number in range(12)))

    first, again, other = place(problem, seed=1), place(problem, seed=1), place(problem, seed=2)

    assert first.places == again.places
    assert first.places != other.places
    assert first.values == other.values


def test_a_couple_is_kept_together_at_the_cost_of_choices_but_never_of_a_filled_post() -> None:
    wish = (Choice(1, "prefecture", "130001"),)
    couple = (candidate("C1", partner="C2"), candidate("C2", partner="C1", choices=wish))
    apart = (line("L1"), line("L2", place=2))
    together = (*apart, line("L3", place=1))

    kept_apart = place(Problem(couple, apart))
    kept_together = place(Problem((*couple, candidate("C3")), together))

    assert kept_apart.values[COUPLES] == 0
    assert kept_apart.places["C2"] == "L2"
    assert kept_together.values[COUPLES] == 1
    assert kept_together.values[FIRST] == 0
    assert len(kept_together.places) == 3


def test_seats_are_kept_and_what_is_barred_is_not_taken() -> None:
    wish = (Choice(1, "municipality", "131016"),)
    people = (candidate("C1", choices=wish, partner="C2"), candidate("C2", partner="C1"), candidate("C3", choices=wish))
    lines = (line("L1", posts=2), line("L2", place=2))
    problem = Problem(people, lines, seats={"C1": "L1"}, barred=frozenset({("C3", "L2")}))

    answer = place(problem)

    assert answer.places["C1"] == "L1"
    assert answer.places.get("C3") != "L2"
    assert answer.values == best_values(problem)
    assert faults(problem, answer) == []


@pytest.mark.parametrize("seed", range(60, 80))
def test_seats_and_bars_leave_the_best_of_the_rest(seed: int) -> None:
    problem = drawn(seed)
    free = place(problem)
    if not free.places:
        return  # nobody fits anywhere
    who, where = sorted(free.places.items())[0]
    barred = {(other, one.id) for other in free.places for one in problem.lines[:1] if (other, one.id) != (who, where)}
    problem = replace(problem, seats={who: where}, barred=frozenset(barred))

    answer = place(problem)

    assert answer.values == best_values(problem)
    assert faults(problem, answer) == []


def test_without_time_for_couples_the_answer_says_what_is_not_proven() -> None:
    couple = (candidate("C1", partner="C2"), candidate("C2", partner="C1"))
    problem = Problem(couple, (line("L1", posts=2), line("L2", place=2)))

    answer = place(problem, limit=0)

    assert answer.values[:4] == (0, 2, 0, 1)
    assert answer.proven[:COUPLES] == (True,) * COUPLES
    assert not all(answer.proven)
    assert all(bound >= value for bound, value in zip(answer.bounds[COUPLES:], answer.values[COUPLES:], strict=True))
    assert faults(problem, answer) == []


@pytest.mark.parametrize("seed", range(80, 110))
def test_couples_keep_their_prefectures_where_there_is_no_time_to_look_for_better(seed: int) -> None:
    problem = drawn(seed)
    best = place(problem, seed=1)

    again = place(problem, seed=1, limit=0, since=best.places)

    assert again.values == best.values
    assert faults(problem, again) == []


def test_places_of_before_that_are_no_more_are_passed_over() -> None:
    couple = (candidate("C1", partner="C2"), candidate("C2", partner="C1"))
    problem = Problem(couple, (line("L1", posts=2),))

    answer = place(problem, since={"C1": "gone", "C2": "gone", "C9": "L1"})

    assert answer.places == {"C1": "L1", "C2": "L1"}
    assert all(answer.proven)
