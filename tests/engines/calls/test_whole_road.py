"""What holds on the whole road, whatever is done in whatever order: tracks, payments and amounts agree."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kakehashi.engines.calls.choices import ChangeKind, Deciding, LetterKind, Outcome, PaperKind, PaymentState, Pays
from kakehashi.engines.calls.models import Application, Call, Payment, Track
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.calls_rows import ROWS, RowKeptError, replace_rows
from kakehashi.engines.calls.operations.changes import ChangeOpenError, approve, start_change
from kakehashi.engines.calls.operations.deciding import Proposed, apply_scenario, begin_scenario, move_up, save_scenario
from kakehashi.engines.calls.operations.letters import NotDueError, issue_letter
from kakehashi.engines.calls.operations.papers import hand_in, keep_paper
from kakehashi.engines.calls.operations.paying import (
    ask_advance,
    demand_return,
    make_list,
    mark_failed,
    mark_paid,
    register_account,
)
from kakehashi.engines.calls.operations.settling import fix_amount
from kakehashi.engines.calls.operations.tracks import move_to_track
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.engines.calls import stories

REFUSALS = (MoveRefusedError, NotPermittedError, NotDueError, ChangeOpenError, RowKeptError, ValidationError)
OVER = ("not_accepted", "rejected", "withdrawn", "cancelled")
TRACKS = [("normal", 2_500_000, None), ("recovery", 1_500_000, 2)]
Doing = Callable[[Application, int], object]


class People:
    """Everybody who can do something to an application of this call, by the word for it."""

    def __init__(self, cast: Cast, call: Call) -> None:
        self.applicant, self.call = cast.officer, call
        _desk, self.officer = stories.section(cast)
        self.payer = make_person("accountant", "経 理", ("accountant", cast.headquarters))
        self.doing: dict[str, Doing] = {
            "adopt": lambda one, yen: self.move("adopt", one),
            "wait": lambda one, yen: self.move("put_on_waiting", one),
            "reject": lambda one, yen: self.move("reject", one),
            "take back": lambda one, yen: self.move("take_back_decision", one),
            "withdraw": lambda one, yen: MOVES["withdraw"](one, by=self.applicant, note="都合"),
            "scenario": self.decide_by_scenario,
            "move up": lambda one, yen: move_up(self.call, by=self.officer),
            "other track": self.other_track,
            "ceiling": self.set_ceiling,
            "grant": self.grant,
            "change": lambda one, yen: self.change(one, ChangeKind.CHANGE, yen),
            "give up": lambda one, yen: self.change(one, ChangeKind.CANCEL, yen),
            "advance": lambda one, yen: ask_advance(one, yen, by=self.applicant),
            "list": self.list_payments,
            "paid": self.mark(lambda one: mark_paid(one, paid_on=clock.today(), by=self.payer)),
            "failed": self.mark(lambda one: mark_failed(one, note="口座なし", by=self.payer)),
            "report": self.report,
            "settle": lambda one, yen: fix_amount(one, yen, by=self.officer),
            "claim": lambda one, yen: MOVES["claim"](one, by=self.applicant),
            "return": lambda one, yen: demand_return(one, by=self.officer, note="過払", yen=yen),
            "close": lambda one, yen: self.move("close", one),
        }

    def move(self, code: str, one: Application) -> None:
        MOVES[code](one, by=self.officer, note="理由")

    def decide_by_scenario(self, one: Application, yen: int) -> None:
        scenario = begin_scenario(self.call, "案", by=self.officer)
        Application.objects.filter(pk=one.pk, step="board").update(computed_yen=yen)
        save_scenario(scenario, {one.pk: Proposed(Outcome.ADOPT, yen)}, base_revision=1, by=self.officer)
        apply_scenario(scenario, by=self.officer)

    def other_track(self, one: Application, yen: int) -> None:
        other = self.call.tracks.exclude(pk=one.track_id).get()
        move_to_track(one, other, by=self.officer, why="枠の誤り")

    def set_ceiling(self, one: Application, yen: int) -> None:
        """As the editor of the call does: all rows as they stand, one with another ceiling."""
        columns = ROWS["tracks"][1]
        rows = [{"id": row.pk} | {name: getattr(row, name) for name in columns} for row in self.call.tracks.all()]
        with transaction.atomic():
            replace_rows(self.call, "tracks", [rows[0] | {"ceiling_yen": 2 * yen}, *rows[1:]])

    def grant(self, one: Application, yen: int) -> None:
        issue_letter(one, LetterKind.GRANT, dated_on=clock.today(), language="ja", by=self.officer)
        self.move("grant", stories.fresh(one))

    def change(self, one: Application, kind: ChangeKind, yen: int) -> None:
        change = one.changes.filter(step="submitted").first()
        if change is None:
            change = start_change(one, kind, by=self.applicant)
            revision = change.paper.sheet.revision
            keep_paper(change.paper, {"why": "理由", "new_yen": yen}, base_revision=revision, by=self.applicant)
            hand_in(change.paper, by=self.applicant)
            change.refresh_from_db()
        approve(change, by=self.officer, new_yen=yen)

    def report(self, one: Application, yen: int) -> None:
        if one.paper_of(PaperKind.REPORT) is not None:
            stories.fill(one, PaperKind.REPORT, stories.REPORT, by=self.applicant)
        MOVES["submit_report"](stories.fresh(one), by=self.applicant)

    def list_payments(self, one: Application, yen: int) -> None:
        make_list(one.payments.values_list("pk", flat=True), pays_on=clock.today(), by=self.payer)

    def mark(self, how: Callable[[Payment], object]) -> Doing:
        return lambda one, yen: [how(payment) for payment in one.payments.filter(state__in=["asked", "listed"])[:1]]


def check_books(call: Call) -> None:
    """Recomputed from nothing but the rows: what each road holds, has paid and may still pay."""
    for track in Track.objects.filter(call=call):
        decided = track.applications.filter(decided_at__isnull=False).exclude(step__in=(*OVER, "alternate"))
        assert track.held_yen == sum(held_yen(one) for one in decided)
        assert track.held_count == decided.count()
        assert track.held_yen <= (track.ceiling_yen or 0)
        assert track.places is None or track.held_count <= track.places
    for one in call.applications.all():
        check_money(one)


def held_yen(one: Application) -> int:
    return (one.decided_yen if one.settled_yen is None else one.settled_yen) or 0


def check_money(one: Application) -> None:
    decided, settled, first = one.decided_yen or 0, one.settled_yen, one.first_decided_yen or 0
    assert decided <= first
    assert settled is None or settled <= decided
    by_kind = one.payments.exclude(state=PaymentState.FAILED).values_list("kind").annotate(sum=Sum("yen"))
    sums: dict[str, int] = dict(by_kind)
    out = sums.get("advance", 0) + sums.get("final", 0)
    assert sums.get("return", 0) <= out <= first
    assert settled is None or "final" not in sums or out <= settled
    if one.step in OVER:
        assert not one.payments.filter(state__in=["asked", "listed"]).exclude(kind="return").exists()


def test_the_books_agree_whatever_is_done_on_the_whole_road(cast: Cast) -> None:
    call = stories.call(cast, deciding=Deciding.BOARD, pays=Pays.ADVANCE, tracks=TRACKS[:1])
    made = [stories.at_board(cast, call) for _number in range(3)]
    code, ceiling, places = TRACKS[1]
    call.tracks.create(code=code, name_ja=code, ceiling_yen=ceiling, places=places, order=1)
    register_account(cast.himeji, stories.ACCOUNT, by=cast.officer)
    people = People(cast, call)
    yen = st.sampled_from([1, 300_000, 700_000, 1_000_000, 1_200_000])
    steps = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(sorted(people.doing)), yen), max_size=14)
    far = ["adopt", "grant", "advance", "paid", "report", "settle", "claim", "paid"]

    @given(st.integers(0, len(far)), steps)
    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def whatever_is_done(begun: int, then: list[tuple[int, str, int]]) -> None:
        with transaction.atomic():
            for number, what, amount in [*((0, one, 500_000) for one in far[:begun]), *then]:
                try:
                    people.doing[what](stories.fresh(made[number]), amount)
                except REFUSALS:
                    pass
                check_books(call)
            transaction.set_rollback(True)

    whatever_is_done()
