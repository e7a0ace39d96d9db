"""What it costs the rest of the season to call one alternate now: the dual price of a linear programme.

The season that is reckoned with is the hardest one: as many posts fall open as alternates wait, each kind of post in
proportion to how many there are. The price of an alternate is how much less of it could be filled without this one:
0 where others can do the same, up to 1 where nobody else can. The idea of reserve prices: refugee matching by
Ahani and others (Annie MOORE).
"""

from collections.abc import Mapping

from kakehashi.services.jet.placing.problem import Conditions, Profile, meets


def prices(waiting: Mapping[Profile, int], posts: Mapping[Conditions, int]) -> dict[Profile, float]:
    """Alternates of each profile and posts of each kind → price of one alternate of each profile, from 0 to 1."""
    supply, total = sum(waiting.values()), sum(posts.values())
    if not supply or not total:
        return dict.fromkeys(waiting, 0.0)
    from ortools.linear_solver import pywraplp  # noqa: PLC0415  # heavy: for whoever opens a vacancy

    solver = pywraplp.Solver.CreateSolver("GLOP")
    asked = sorted(posts.items(), key=repr)
    demand = [solver.Constraint(0, count * supply / total) for _kind, count in asked]
    there = {profile: solver.Constraint(0, waiting[profile]) for profile in sorted(waiting)}
    goal = solver.Objective()
    goal.SetMaximization()
    for profile, limit in there.items():
        for (kind, _count), row in zip(asked, demand, strict=True):
            if meets(profile, kind):
                each = solver.NumVar(0, solver.infinity(), "")
                limit.SetCoefficient(each, 1)
                row.SetCoefficient(each, 1)
                goal.SetCoefficient(each, 1)
    solver.Solve()
    return {profile: min(1.0, max(0.0, round(limit.dual_value(), 6))) for profile, limit in there.items()}
