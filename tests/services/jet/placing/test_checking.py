from dataclasses import replace

import pytest

from kakehashi.services.jet.placing.answer import Answer, place
from kakehashi.services.jet.placing.checking import Fault, faults
from kakehashi.services.jet.placing.problem import Choice, Problem
from tests.services.jet.placing.problems import candidate, line


def a_problem() -> Problem:
    wish = (Choice(1, "prefecture", "130001"),)
    people = (
        candidate("C1", choices=wish, partner="C2"),
        candidate("C2", partner="C1"),
        candidate("C3", country="GB", choices=wish),
        candidate("C4", country="GB"),
    )
    lines = (line("L1", countries=frozenset({"US"})), line("L2", place=2, posts=2), line("L3", place=1))
    return Problem(people, lines, {("GB", "ALT"): 1})


def with_places(answer: Answer, **changed: str) -> Answer:
    return replace(answer, places=answer.places | changed)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"C3": "L1"}, Fault.COUNTRY),
        ({"C1": "L2", "C2": "L2", "C3": "L2"}, Fault.POSTS),
        ({"C3": "L2", "C4": "L3"}, Fault.MAXIMUM),
        ({"C9": "L1"}, Fault.UNKNOWN),
        ({"C3": "L9"}, Fault.UNKNOWN),
    ],
)
def test_a_broken_condition_is_named(wrong: dict[str, str], fault: Fault) -> None:
    problem = a_problem()
    answer = place(problem)
    assert faults(problem, answer) == []

    found = faults(problem, with_places(answer, **wrong))

    assert fault in [one for one, _about in found]


def test_a_value_that_is_told_wrong_is_found() -> None:
    problem = a_problem()
    answer = place(problem)

    better = replace(answer, values=(*answer.values[:5], answer.values[5] + 1, *answer.values[6:]))

    assert (Fault.VALUE, "first_choices") in faults(problem, better)


def test_a_worse_placement_that_claims_to_be_proven_is_found() -> None:
    problem = a_problem()
    answer, seat = place(problem), {"C3": "L3"}
    worse = place(replace(problem, seats=seat))
    assert worse.values < answer.values or worse.values != answer.values

    claimed = replace(answer, places=worse.places, values=worse.values, bounds=worse.values)

    assert faults(problem, claimed) == [(Fault.PROOF, "")]


def test_a_proof_with_a_changed_price_is_found() -> None:
    problem = a_problem()
    answer = place(problem)
    first = answer.proofs[0]
    bent = replace(answer, proofs=[replace(first, prices=first.prices * 0), *answer.proofs[1:]])

    assert faults(problem, bent) == [(Fault.PROOF, "")]


def test_a_search_with_a_node_left_out_is_found() -> None:
    problem = a_problem()
    answer = place(problem)
    assert answer.search is not None

    without = replace(answer, search=replace(answer.search, closings=answer.search.closings[1:]))

    assert faults(problem, without) == [(Fault.PROOF, "")]
