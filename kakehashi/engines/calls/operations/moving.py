"""The moves of an application, each with what it brings along."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db.models import F
from django.utils.translation import gettext as _

from kakehashi.engines.calls import notices, searching
from kakehashi.engines.calls.choices import PaperKind, PaymentKind, PaymentState
from kakehashi.engines.calls.flow import APPLICATION_FLOW, HOLDING, SETTLED
from kakehashi.engines.calls.models import Application, Reviewer, Track
from kakehashi.engines.calls.notices import reviewing as reviewing_notices
from kakehashi.engines.calls.notices import routes as routes_notices
from kakehashi.engines.calls.operations.afterwards import ask_both_sides
from kakehashi.engines.calls.operations.applying import digest_of, open_paper
from kakehashi.engines.calls.operations.awarding import take_award
from kakehashi.engines.calls.operations.ceremonies import tell_of_ceremony
from kakehashi.engines.calls.operations.closing import close_when_spent, hold_what_closes, tell_if_it_comes_free
from kakehashi.engines.calls.operations.matching_ends import free_candidates
from kakehashi.engines.calls.operations.numbering import give_number
from kakehashi.engines.calls.operations.reviewing_conflicts import detect_conflicts
from kakehashi.engines.calls.operations.screening_returns import keep_for_comparison, resolve_returns
from kakehashi.engines.calls.queries.alternates import movable_count
from kakehashi.engines.calls.queries.letters import report_due
from kakehashi.engines.calls.rules import is_eligible, is_paid_directly
from kakehashi.engines.calls.rules.applying import NO_TRACK
from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.audit.gate import Record
from kakehashi.foundation.flow.moves import MoveRefusedError, make_move
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

# Moves by which an application reaches others than before, or changes its words.
REACHING = {"submit", "submit_to_branch", "forward", "return_to_applicant", "correct"}


@contextmanager
def moved(application: Application, code: str, *, by: Actor, note: str = "") -> Iterator[Record]:
    """``make_move`` of an application, with what its track holds kept in step in the same transaction.

    What an application holds grows and shrinks with its step and its decided amount. ``MoveRefusedError`` when the
    track has not so much left; the database would refuse it too.
    """
    with make_move(APPLICATION_FLOW, application, code, by=by, note=note) as record:
        was = record.before
        yield record
        before = held(was["step"], was["decided_yen"], was["settled_yen"])
        now = held(application.step, application.decided_yen, application.settled_yen)
        hold_in_track(application, now[0] - before[0], now[1] - before[1])
        free_candidates(application)
        if code in REACHING:
            searching.hand_in([application])
        if now < before and code != "take_back_decision":
            tell_who_can_move_up(application.track_id)


def held(step: str, decided_yen: int | None, settled_yen: int | None) -> tuple[int, int]:
    """What an application takes out of its track: yen and places."""
    if step not in HOLDING:
        return 0, 0
    yen = settled_yen if step in SETTLED and settled_yen is not None else decided_yen
    return yen or 0, 1


def hold_in_track(application: Application, yen: int, count: int) -> None:
    """Let its track hold that much more, or less; the row is locked until the transaction ends.

    Nothing is promised outside a track of its own call.
    """
    if (yen, count) == (0, 0):
        return
    if yen > 0 or count > 0:
        hold_what_closes(application.call_id)
    tracks = Track.objects.select_for_update(no_key=True).filter(call=application.call_id)
    track = tracks.filter(pk=application.track_id or 0).first()
    if track is None:
        raise MoveRefusedError(str(NO_TRACK))
    no_money = track.left_yen is not None and yen > track.left_yen
    no_place = track.left_places is not None and count > track.left_places
    if (yen > 0 and no_money) or (count > 0 and no_place):
        raise MoveRefusedError(_("枠「%(track)s」の予算または件数が足りません。") % {"track": track})
    if yen < 0 or count < 0:
        tell_if_it_comes_free(track, -yen)
    Track.objects.filter(pk=track.pk).update(held_yen=F("held_yen") + yen, held_count=F("held_count") + count)
    if yen > 0 or count > 0:
        close_when_spent(track.call_id, by=Robot("budget"))


def redecide(application: Application, yen: int) -> None:
    """Another amount after the decision, inside an operation that holds the application; ``MoveRefusedError`` when the
    track has not so much left."""
    more = yen - (application.decided_yen or 0)
    hold_in_track(application, more, 0)
    application.decided_yen = yen
    application.save(update_fields=["decided_yen"])
    if more < 0:
        tell_who_can_move_up(application.track_id)


def tell_who_can_move_up(track_id: int | None) -> None:
    """Money or a place came free: the section hears of it where an alternate could move up with it."""
    if track_id is None:
        return
    track = Track.objects.select_related("call__scheme").get(pk=track_id)
    if count := movable_count(track):
        routes_notices.can_move_up(track, count)


# --- Handing in -------------------------------------------------------------------------------------------------------
def submit(application: Application, *, by: Actor, note: str = "") -> Application:
    """Hand the application to the section; the receipt proves what arrived."""
    with moved(application, "submit", by=by, note=note):
        _hand_in(application)
        application.submitted_at = application.handed_in_at
        notices.to_desk(application, "calls.submitted", by)
        notices.receipt(application, by)
    return application


def submit_to_branch(application: Application, *, by: Actor, note: str = "") -> Application:
    """Hand the application to the branch, which forwards it; it counts as handed in now."""
    with moved(application, "submit_to_branch", by=by, note=note):
        _hand_in(application)
        notices.to_branch(application, "calls.to_branch", by)
        notices.receipt(application, by)
    return application


def forward(application: Application, *, by: Actor, note: str = "") -> Application:
    with moved(application, "forward", by=by, note=note):
        application.submitted_at = clock.now()
        notices.to_desk(application, "calls.submitted", by)
        notices.to_applicant(application, "calls.forwarded", by, note)
    return application


def return_to_applicant(
    application: Application, *, by: Actor, note: str = "", until: dt.datetime | None = None
) -> Application:
    """The branch gives it back to be mended; the number and the time of the first handing in stay.

    Until `until`, or without an end, it is taken again, though the call has ended.
    """
    with moved(application, "return_to_applicant", by=by, note=note) as record:
        _take_again(application, until, record)
        notices.to_applicant(application, notices.with_time("calls.returned_by_branch", application), by, note)
    return application


def _take_again(application: Application, until: dt.datetime | None, record: Record) -> None:
    """Say until when what is given back can be handed in again."""
    if until is not None and clock.has_passed(until):
        raise MoveRefusedError(_("出し直しの期限は、これからの日時にしてください。"))
    application.again_until = until
    record.extra |= {"until": until.isoformat() if until is not None else None}


def withdraw(application: Application, *, by: Actor, note: str = "") -> Application:
    with moved(application, "withdraw", by=by, note=note):
        if application.submitted_at is not None:
            notices.to_desk(application, "calls.withdrawn", by, note)
        notices.to_branch(application, "calls.withdrawn", by, note)
    return application


def _hand_in(application: Application) -> None:
    if application.call.uses_per_year is not None:
        # Of two applications of one body handed in at once, the second counts the first.
        Organisation.objects.select_for_update(no_key=True).get(pk=application.applicant_id)
        if refusal := is_eligible(application):
            raise MoveRefusedError(refusal)
    give_number(application)
    application.again_until = None
    application.handed_in_at = application.handed_in_at or clock.now()
    application.receipt_digest = digest_of(application)
    keep_as_handed_in(application, PaperKind.APPLICATION)
    detect_conflicts(application.call, of=application)


def keep_as_handed_in(application: Application, kind: PaperKind) -> None:
    """Note the answers as they were handed in: a correction is compared with them."""
    paper = application.paper_of(kind)
    if paper is not None:
        paper.handed_in, paper.submitted_at = paper.sheet.answers, clock.now()
        paper.save(update_fields=["handed_in", "submitted_at"])


# --- Formal check -----------------------------------------------------------------------------------------------------
def receive(application: Application, *, by: Person, note: str = "") -> Application:
    """Take it on and work its amount out; whoever receives it leads it."""
    with moved(application, "receive", by=by, note=note):
        take_award(application)
        application.lead = application.lead or by
        notices.to_applicant(application, "calls.received", by)
    return application


def ask_correction(
    application: Application, *, by: Person, note: str = "", until: dt.datetime | None = None
) -> Application:
    """Open the fields that were sent back, and only these; until `until`, or without an end."""
    with moved(application, "ask_correction", by=by, note=note) as record:
        _take_again(application, until, record)
        keep_for_comparison(application.paper_of(PaperKind.APPLICATION))
        notices.to_applicant(application, notices.with_time("calls.returned", application), by, note)
    return application


def correct(application: Application, *, by: Actor, note: str = "") -> Application:
    """Hand the corrected application in again; the receipt shows the new content."""
    with moved(application, "correct", by=by, note=note):
        resolve_returns(application.paper_of(PaperKind.APPLICATION), by=by)
        application.again_until = None
        take_award(application)
        application.receipt_digest = digest_of(application)
        notices.to_desk(application, "calls.corrected", by)
    return application


def not_accept(application: Application, *, by: Person, note: str = "") -> Application:
    with moved(application, "not_accept", by=by, note=note):
        notices.to_applicant(application, "calls.not_accepted", by, note)
        notices.to_branch(application, "calls.not_accepted", by, note)
    return application


# --- Judging and deciding ---------------------------------------------------------------------------------------------
def _plain(code: str) -> Callable[..., Application]:
    """A move that brings nothing along and of which the applicant hears nothing yet."""

    def move(application: Application, *, by: Person, note: str = "") -> Application:
        with moved(application, code, by=by, note=note):
            pass
        return application

    return move


def pass_to_scoring(application: Application, *, by: Person, note: str = "") -> Application:
    """From now on whoever it was given to reads it."""
    with moved(application, "pass_to_scoring", by=by, note=note):
        given = Reviewer.objects.filter(assignments__application=application, assignments__is_abstained=False)
        reviewing_notices.given(given.select_related("person", "call__scheme"), by)
    return application


def adopt(application: Application, *, by: Person, note: str = "", code: str = "adopt") -> Application:
    """Decide for it: it takes its place and its amount out of the track. Nobody is told before the letter goes out."""
    with moved(application, code, by=by, note=note):
        if application.decided_yen is None:
            application.decided_yen = application.computed_yen
        application.first_decided_yen = application.decided_yen
        application.decided_at = clock.now()
    return application


def adopt_at_once(application: Application, *, by: Person, note: str = "") -> Application:
    return adopt(application, by=by, note=note, code="adopt_at_once")


def take_back_decision(application: Application, *, by: Person, note: str = "") -> Application:
    with moved(application, "take_back_decision", by=by, note=note):
        application.decided_at = None
        application.decided_yen = application.first_decided_yen = None
    return application


def reject(application: Application, *, by: Person, note: str = "") -> Application:
    with moved(application, "reject", by=by, note=note):
        application.decided_at = clock.now()
        notices.to_applicant(application, "calls.not_granted", by, note)
        notices.to_branch(application, "calls.not_granted", by, note)
    return application


def grant(application: Application, *, by: Person, note: str = "") -> Application:
    """Tell the applicant; the project begins, and its report is laid out."""
    with moved(application, "grant", by=by, note=note):
        call = application.call
        if call.report_form is not None:
            open_paper(application, PaperKind.REPORT, call.report_form, by=by, due_on=report_due(application))
        notices.to_applicant(application, "calls.granted", by, note)
        tell_of_ceremony(application, by=by)
        notices.to_branch(application, "calls.granted", by, note)
    return application


# --- After the project ------------------------------------------------------------------------------------------------
def submit_report(application: Application, *, by: Actor, note: str = "") -> Application:
    with moved(application, "submit_report", by=by, note=note):
        keep_as_handed_in(application, PaperKind.REPORT)
        ask_both_sides(application, by=by)
        notices.to_desk(application, "calls.report_in", by)
    return application


def return_report(application: Application, *, by: Person, note: str = "") -> Application:
    with moved(application, "return_report", by=by, note=note):
        keep_for_comparison(application.paper_of(PaperKind.REPORT))
        notices.to_applicant(application, "calls.report_returned", by, note)
    return application


def correct_report(application: Application, *, by: Actor, note: str = "") -> Application:
    with moved(application, "correct_report", by=by, note=note):
        resolve_returns(application.paper_of(PaperKind.REPORT), by=by)
        notices.to_desk(application, "calls.report_in", by)
    return application


def settle(application: Application, *, by: Person, note: str = "") -> Application:
    """Fix the amount. What was decided but is not needed goes back to the track at once."""
    kind = "calls.accepted" if is_paid_directly(application) else "calls.settled"
    with moved(application, "settle", by=by, note=note):
        notices.to_applicant(application, kind, by, note)
    return application


def accept_report(application: Application, *, by: Person, note: str = "", code: str = "accept_report") -> Application:
    with moved(application, code, by=by, note=note):
        notices.to_applicant(application, "calls.accepted", by, note)
    return application


def finish(application: Application, *, by: Person, note: str = "") -> Application:
    return accept_report(application, by=by, note=note, code="finish")


def publish(application: Application, *, by: Person, note: str = "") -> Application:
    """Let everybody read the result; only where the body agreed to it."""
    with moved(application, "publish", by=by, note=note):
        result = application.result
        result.published_at, result.published_by = clock.now(), by
        result.save()
        searching.hand_in_result(result)
        notices.to_applicant(application, "calls.published", by, note)
    return application


def cancel(application: Application, *, by: Person, note: str = "") -> Application:
    """The project is given up: its money and its place go back to the track.

    An advance nobody took up lapses; ``MoveRefusedError`` while one is on its way to the bank.
    """
    with moved(application, "cancel", by=by, note=note) as record:
        unpaid = application.payments.filter(kind=PaymentKind.ADVANCE)
        if unpaid.filter(state=PaymentState.LISTED).exists():
            raise MoveRefusedError(_("まだ振り込まれていない概算払があります。先にその支払を終えてください。"))
        lapsed = unpaid.filter(state=PaymentState.ASKED)
        record.extra |= {"lapsed_yen": list(lapsed.values_list("yen", flat=True))}
        lapsed.delete()
        notices.to_applicant(application, "calls.cancelled", by, note)
    return application


MOVES: dict[str, Callable[..., Application]] = {
    "submit": submit,
    "submit_to_branch": submit_to_branch,
    "forward": forward,
    "return_to_applicant": return_to_applicant,
    "receive": receive,
    "ask_correction": ask_correction,
    "correct": correct,
    "not_accept": not_accept,
    "pass_to_scoring": pass_to_scoring,
    "pass_to_board": _plain("pass_to_board"),
    "pass_to_matching": _plain("pass_to_matching"),
    "close_scoring": _plain("close_scoring"),
    "adopt": adopt,
    "adopt_at_once": adopt_at_once,
    "put_on_waiting": _plain("put_on_waiting"),
    "reject": reject,
    "take_back_decision": take_back_decision,
    "grant": grant,
    "submit_report": submit_report,
    "return_report": return_report,
    "correct_report": correct_report,
    "settle": settle,
    "accept_report": accept_report,
    "finish": finish,
    "publish": publish,
    "close": _plain("close"),
    "withdraw": withdraw,
    "cancel": cancel,
}
