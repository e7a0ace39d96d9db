"""What holds whatever people do: a track never promises more than it has, and a settlement never more than decided."""

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kakehashi.engines.calls.choices import Deciding
from kakehashi.engines.calls.flow import HOLDING
from kakehashi.engines.calls.models import Application, Call
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.tracks import move_to_track
from kakehashi.engines.calls.queries.settling import settlement_of
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast
from tests.engines.calls import stories

ONE_CAST = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TRACKS = [("normal", 2_000_000, None), ("recovery", 1_500_000, 2)]
DONE = ("adopt", "put_on_waiting", "take_back_decision", "reject", "normal", "recovery")
STEPS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(DONE), st.integers(1, 1_200_000)), max_size=10)
YEN = st.integers(0, 5_000_000)


def do(application: Application, what: str, yen: int, officer: Person) -> None:
    """As far as it is allowed."""
    try:
        if what in {"normal", "recovery"}:
            move_to_track(application, application.call.tracks.get(code=what), by=officer, why="枠の誤り")
            return
        if what == "adopt":
            Application.objects.filter(pk=application.pk, step="board").update(computed_yen=yen, decided_yen=None)
        MOVES[what](stories.fresh(application), by=officer, note="理由")
    except (MoveRefusedError, NotPermittedError):
        pass


def check_books(call: Call) -> None:
    """What each track holds is what its applications hold, and within its limits."""
    for track in call.tracks.all():
        held = track.applications.filter(step__in=HOLDING)
        assert track.held_yen == sum(one.decided_yen or 0 for one in held)
        assert track.held_count == held.count()
        assert track.held_yen <= (track.ceiling_yen or 0)
        assert track.places is None or track.held_count <= track.places
    assert not Application.objects.filter(step__in=HOLDING, track=None).exists()


def test_the_sum_of_what_is_decided_never_exceeds_its_track(cast: Cast) -> None:
    call = stories.call(cast, deciding=Deciding.BOARD, tracks=TRACKS[:1])
    made = [stories.at_board(cast, call) for _number in range(4)]
    code, ceiling, places = TRACKS[1]
    call.tracks.create(code=code, name_ja=code, ceiling_yen=ceiling, places=places, order=1)
    _desk, officer = stories.section(cast)

    @given(STEPS)
    @ONE_CAST
    def whatever_is_done(steps: list[tuple[int, str, int]]) -> None:
        with transaction.atomic():
            for number, what, yen in steps:
                do(made[number], what, yen, officer)
                check_books(call)
            transaction.set_rollback(True)

    whatever_is_done()


def test_a_settlement_never_exceeds_the_decision_or_what_was_spent(cast: Cast) -> None:
    application = stories.granted(cast)

    @given(YEN, YEN, st.none() | YEN)
    @settings(ONE_CAST, max_examples=40)
    def whatever_is_reported(decided: int, requested: int, actual: int | None) -> None:
        application.decided_yen, application.requested_yen = decided, requested

        found = settlement_of(application, actual)

        assert found.most <= decided
        assert found.yen is None or 0 <= found.yen <= min(decided, decided if actual is None else actual)

    whatever_is_reported()
