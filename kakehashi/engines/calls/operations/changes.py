"""Changes after the decision: begun, weighed, handed in, judged."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from kakehashi.engines.calls import notices
from kakehashi.engines.calls.choices import ChangeKind, PaperKind
from kakehashi.engines.calls.flow import CHANGE_FLOW
from kakehashi.engines.calls.models import Application, Change
from kakehashi.engines.calls.operations.applying import open_paper
from kakehashi.engines.calls.operations.moving import cancel, redecide
from kakehashi.engines.calls.queries.changes import plan_of, weigh
from kakehashi.engines.calls.rules import is_applicant
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.flow.moves import MoveRefusedError, make_move
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


class ChangeOpenError(Exception):
    """There is an open change already; `change` is it."""

    def __init__(self, change: Change) -> None:
        super().__init__(_("審査の終わっていない変更・中止の申請があります。"))
        self.change = change


def start_change(application: Application, kind: ChangeKind, *, by: Person) -> Change:
    """Lay out the paper of a change or of giving up, prefilled with the plan as it is.

    Raises ``ChangeOpenError``, ``NoFormError`` where the call has no form for it, ``MoveRefusedError`` at other steps.
    """
    with act("calls.start_change", None, by=by, permit=is_applicant(by, application)) as record:
        application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
        if application.step != "granted":
            raise MoveRefusedError(_("変更・中止を申請できるのは、決定から実績報告までの間です。"))
        if found := application.changes.filter(step__in=["draft", "submitted", "returned"]).first():
            raise ChangeOpenError(found)
        rounds = application.papers.filter(kind=PaperKind.CHANGE).count()
        paper = open_paper(
            application,
            PaperKind.CHANGE,
            application.call.change_form,
            by=by,
            round_number=rounds + 1,
            answers=plan_of(application),
        )
        change = Change(application=application, kind=kind, paper=paper, step="draft")
        change.is_weighty = weigh(change).is_weighty
        change.save()
        record.thing = change
    return change


def reweigh(change: Change, *, by: Actor) -> None:
    """Note whether what is typed now needs approval."""
    with act("calls.weigh_change", change, by=by, permit=True):
        change.refresh_from_db()
        change.is_weighty = weigh(change).is_weighty
        change.save(update_fields=["is_weighty"])


def approve(change: Change, *, by: Person, note: str = "", new_yen: int | None = None) -> Change:
    """Let the change stand; a change of the amount is taken from the track or given back at once.

    Giving up ends the application. Raises ``MoveRefusedError`` when the track has not so much left, or the amount would
    exceed the one first decided.
    """
    with make_move(CHANGE_FLOW, change, "approve", by=by, note=note):
        if change.kind == ChangeKind.CANCEL:
            _cancel(change, by=by, note=note)
            return change
        if new_yen is not None:
            change.new_yen = new_yen
            _decide_anew(change.application, new_yen, by=by)
        notices.to_applicant(change.application, "calls.change_approved", by, note, key=_key(change))
    return change


def _cancel(change: Change, *, by: Person, note: str) -> None:
    """The application ends with the approval: its guard reads the approved step, so that is written first."""
    Change.objects.filter(pk=change.pk).update(step="approved")
    cancel(change.application, by=by, note=note)


def _key(change: Change) -> str:
    return f"{change.pk}:{change.revision}"


def _decide_anew(application: Application, yen: int, *, by: Person) -> None:
    with act("calls.decide_anew", application, by=by, permit=True):
        application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
        first = application.first_decided_yen
        if first is not None and yen > first:
            raise MoveRefusedError(_("当初の決定額 %(yen)s円 を超える額には変えられません。") % {"yen": f"{first:,}"})
        redecide(application, yen)


def hand_in_change(change: Change, code: str, *, by: Person) -> Change:
    with make_move(CHANGE_FLOW, change, code, by=by):
        if code != "correct":
            change.paper.handed_in = change.paper.sheet.answers
        change.paper.submitted_at, change.paper.submitted_by = clock.now(), by
        change.paper.save()
        notices.to_desk(change.application, "calls.change_in", by, key=_key(change))
    return change


def _handing_in(code: str) -> Callable[..., Change]:
    return lambda change, *, by, note="": hand_in_change(change, code, by=by)


def _told(code: str, kind: str) -> Callable[..., Change]:
    """A word of the desk that the applicant hears."""

    def move(change: Change, *, by: Person, note: str = "") -> Change:
        with make_move(CHANGE_FLOW, change, code, by=by, note=note):
            notices.to_applicant(change.application, kind, by, note, key=_key(change))
        return change

    return move


def withdraw_change(change: Change, *, by: Person, note: str = "") -> Change:
    with make_move(CHANGE_FLOW, change, "withdraw", by=by, note=note) as record:
        if record.before["step"] != "draft":
            notices.to_desk(change.application, "calls.change_withdrawn", by, note, key=_key(change))
    return change


CHANGE_MOVES: dict[str, Callable[..., Change]] = {
    "submit": _handing_in("submit"),
    "note": _handing_in("note"),
    "correct": _handing_in("correct"),
    "return": _told("return", "calls.change_returned"),
    "approve": approve,
    "refuse": _told("refuse", "calls.change_refused"),
    "withdraw": withdraw_change,
}
