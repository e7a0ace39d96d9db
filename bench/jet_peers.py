"""What one would install to place people, each in a process of its own: bench/jet_place.py starts it.

    python bench/jet_peers.py NAME FOLDER SECONDS      prints one line of JSON: places, seconds, what to know about it

NAME: ``lsa`` (scipy's assignment on one weighted cost), ``cp-sat`` (OR-Tools, one weighted objective), ``matching``
(PyPI's stable matching, lists of 20). None of them is part of the product.
"""

# ruff: noqa: PLC0415  # each peer is loaded in its own process, and only there
import itertools
import json
import string
import sys
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import numpy as np

from kakehashi.services.jet.placing.problem import Problem, best_rank, obstacles
from kakehashi.services.jet.placing.reading import parse, read

MUST, FILLED, FIRST_OF_ORGANISATION, SHORTAGE = 10**12, 10**10, 10**8, 10**6
CHOICES = {1: 10**4, 2: 300, 3: 10, None: 0}
LIST = 20
Placed = tuple[dict[str, str], float, str]  # places, seconds of the solver alone, what to know


def problem_of(folder: Path) -> Problem:
    """A placement from its files; any two letters are a country here."""
    return parse(
        read(folder), countries={"".join(pair) for pair in itertools.product(string.ascii_uppercase, repeat=2)}
    )


def worth(problem: Problem) -> dict[tuple[int, int], int]:
    """What a pair that fits gives for the candidate's own wishes and the line, in one number."""
    found = {}
    fitting: dict[object, list[int]] = {}
    for who, candidate in enumerate(problem.candidates):
        if candidate.profile not in fitting:
            fitting[candidate.profile] = [
                at for at, line in enumerate(problem.lines) if not obstacles(candidate.profile, line.conditions)
            ]
        for at in fitting[candidate.profile]:
            line = problem.lines[at]
            found[who, at] = (
                MUST * line.must_fill + FILLED + CHOICES[best_rank(candidate, line)] + (candidate.wish == line.urbanity)
            )
    return found


def by_lsa(problem: Problem, seconds: float) -> Placed:
    """One column for each post; the first posts of an organisation are worth more, whoever takes them."""
    from scipy.optimize import linear_sum_assignment

    columns: list[tuple[int, int]] = []
    of_line = defaultdict(list)
    left = Counter[str]()
    for at, line in enumerate(problem.lines):
        for _ in range(line.posts):
            place = left[line.organisation]
            left[line.organisation] += 1
            of_line[at].append(len(columns))
            columns.append((at, place))
    total = Counter(problem.lines[at].organisation for at, _ in columns)
    more = [
        (FIRST_OF_ORGANISATION if place == 0 else 0) + SHORTAGE * (total[problem.lines[at].organisation] - place)
        for at, place in columns
    ]
    gain = np.zeros((len(problem.candidates), len(columns)))
    for (who, at), value in worth(problem).items():
        for column in of_line[at]:
            gain[who, column] = value + more[column]
    began = time.perf_counter()
    rows, chosen = linear_sum_assignment(gain, maximize=True)
    seconds = time.perf_counter() - began
    places = {
        problem.candidates[who].id: problem.lines[columns[column][0]].id
        for who, column in zip(rows.tolist(), chosen.tolist(), strict=True)
        if gain[who, column]
    }
    return places, seconds, "knows no country plan and no couples"


def by_cp_sat(problem: Problem, seconds: float) -> Placed:
    """A variable for each pair that fits."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    gains = worth(problem)
    pairs = {pair: model.new_bool_var("") for pair in gains}
    by_person, by_line, by_plan, by_organisation = (defaultdict(list) for _ in range(4))
    for (who, at), chosen in pairs.items():
        by_person[who].append(chosen)
        by_line[at].append(chosen)
        by_plan[problem.candidates[who].profile.country, problem.candidates[who].profile.position].append(chosen)
        by_organisation[problem.lines[at].organisation].append(chosen)
    for chosen in by_person.values():
        model.add_at_most_one(chosen)
    for at, chosen in by_line.items():
        model.add(sum(chosen) <= problem.lines[at].posts)
    for pair, most in problem.maxima.items():
        model.add(sum(by_plan[pair]) <= most)
    goal = [gains[pair] * chosen for pair, chosen in pairs.items()]
    for organisation, chosen in by_organisation.items():
        posts = sum(line.posts for line in problem.lines if line.organisation == organisation)
        filled = [model.new_bool_var("") for _ in range(posts)]
        model.add(sum(filled) == sum(chosen))
        for one, other in itertools.pairwise(filled):
            model.add_implication(other, one)
        goal += [
            ((FIRST_OF_ORGANISATION if place == 0 else 0) + SHORTAGE * (posts - place)) * post
            for place, post in enumerate(filled)
        ]
    model.maximize(sum(goal))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    began = time.perf_counter()
    status = solver.solve(model)
    took = time.perf_counter() - began
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return {}, took, f"{solver.status_name(status)} after {seconds:.0f} s"
    places = {
        problem.candidates[who].id: problem.lines[at].id for (who, at), chosen in pairs.items() if solver.value(chosen)
    }
    gap = (solver.best_objective_bound - solver.objective_value) / max(1, solver.objective_value)
    return places, took, f"{solver.status_name(status)}, gap {gap:.2%}, knows no couples"


def by_matching(problem: Problem, _seconds: float) -> Placed:
    """Hospitals and residents; its deep recursion is given a large stack."""
    from matching.games import HospitalResident

    from kakehashi.services.jet.placing.listing import completed_lists

    lists = completed_lists(problem, 1)
    asked = {
        f"c{at}": [f"l{line}" for line in lists.lines[lists.starts[at] : lists.starts[at + 1]][:LIST].tolist()]
        for at in range(lists.people)
    }
    ranks = lists.ranks[np.minimum(lists.starts[:-1], max(0, len(lists.ranks) - 1))]
    asking = defaultdict(list)
    for at in np.argsort(ranks, kind="stable").tolist():
        for line in asked[f"c{at}"]:
            asking[line].append(f"c{at}")
    began = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(
        {who: named for who, named in asked.items() if named},
        dict(asking),
        {line: problem.lines[int(line[1:])].posts for line in asking},
    )
    solved = game.solve(optimal="resident")
    took = time.perf_counter() - began
    places = {
        problem.candidates[int(person.name[1:])].id: problem.lines[int(line.name[1:])].id
        for line, people in solved.items()
        for person in people
    }
    return places, took, f"stable, lists of {LIST}; knows no country plan and no couples"


PEERS = {"lsa": by_lsa, "cp-sat": by_cp_sat, "matching": by_matching}


def main(name: str, folder: str, seconds: str) -> None:
    problem = problem_of(Path(folder))
    try:
        places, took, told = PEERS[name](problem, float(seconds))
    except ImportError as error:
        places, took, told = {}, 0.0, f"NOT INSTALLED: {error.name}"
    except RecursionError:
        places, took, told = {}, 0.0, "RecursionError"
    print(json.dumps({"places": places, "seconds": took, "told": told}))


if __name__ == "__main__":
    if sys.argv[1] == "matching":
        sys.setrecursionlimit(10**6)
        threading.stack_size(512 * 2**20)
    thread = threading.Thread(target=main, args=sys.argv[1:4])
    thread.start()
    thread.join()
