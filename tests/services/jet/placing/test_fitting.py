from kakehashi.services.jet.placing.fitting import fits
from kakehashi.services.jet.placing.problem import Problem, meets, obstacles
from tests.services.jet.placing.problems import candidate, drawn, line


def test_who_meets_the_conditions_has_no_obstacle() -> None:
    found = set()
    for seed in range(200):
        problem = drawn(seed)
        table = fits(problem)
        for at, who in enumerate(problem.candidates):
            for where, asked in enumerate(problem.lines):
                hindered = obstacles(who.profile, asked.conditions)
                found |= set(hindered)
                assert meets(who.profile, asked.conditions) is (not hindered)
                assert table[at, where] == (not hindered)
    assert len(found) == 4
    assert not meets(candidate("C1").profile._replace(position="CIR"), line("L1").conditions)


def test_what_is_barred_does_not_fit_and_nobody_fits_nothing() -> None:
    barred = frozenset({("C1", "L1"), ("gone", "L1")})

    assert fits(Problem((candidate("C1"), candidate("C2")), (line("L1"),), barred=barred)).tolist() == [[False], [True]]
    assert fits(Problem((), ())).shape == (0, 0)
    assert fits(Problem((candidate("C1"),), ())).shape == (1, 0)
