"""Four eyes before a decision goes out: which letters need them, which have them, who gives them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from kakehashi.engines.calls.choices import LetterKind
from kakehashi.engines.calls.models import Application, Call, LetterApproval, Reviewer
from kakehashi.engines.calls.models.applications import DECISIONS
from kakehashi.engines.calls.queries.letters import LANGUAGES, wording
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.approvals import ApprovalState
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.organisations.models import Person

TELLING = {*DECISIONS, LetterKind.REJECTION, LetterKind.WAITING}  # the letters that say what was decided
_DECIDED = ("adopted", "alternate", "rejected")


@dataclass(frozen=True)
class Approving:
    """How the approval of one kind of letters stands, for one reader."""

    waiting: LetterApproval | None
    last: LetterApproval | None  # the last answer
    ready: list[Application]  # approved as they are now
    unasked: list[Application]  # neither approved nor asked for
    may_answer: bool
    able: list[Person]  # who could answer


def needs_approval(call: Call, kind: str) -> bool:
    return call.letters_need_approval and kind in TELLING


def stamps_of(call: Call, kind: str, applications: Iterable[Application]) -> dict[str, str]:
    """By id: what was decided, when, and in which words it is told. Another decision, or other words, have another."""
    found = [wording(call, kind, language).own for language in LANGUAGES]
    words = " ".join(f"{own.pk}.{own.revision}" if own else "0" for own in found)
    return {str(one.pk): f"{one.step} {one.step_since.isoformat()} {one.decided_yen} {words}" for one in applications}


def approved_of(call: Call, kind: str, applications: Iterable[Application]) -> list[Application]:
    """Those whose letter may go out: all where the call asks for no approval."""
    if not needs_approval(call, kind):
        return list(applications)
    found, approved = list(applications), set[tuple[str, str]]()
    for one in call.letter_approvals.filter(kind=kind, state=ApprovalState.APPROVED):
        approved.update(one.shown.items())
    stamps = stamps_of(call, kind, found)
    return [one for one in found if (str(one.pk), stamps[str(one.pk)]) in approved]


def waiting_approval(call: Call, kind: str) -> LetterApproval | None:
    waiting = call.letter_approvals.filter(kind=kind, state=ApprovalState.WAITING)
    return waiting.select_related("asked_by").first()


def approving_of(call: Call, kind: str, due: list[Application], person: Person) -> Approving:
    """Of these, to which the letter is due."""
    waiting, ready = waiting_approval(call, kind), approved_of(call, kind, due)
    answered = call.letter_approvals.filter(kind=kind, state__in=[ApprovalState.APPROVED, ApprovalState.REFUSED])
    settled = {one.pk for one in ready}
    able = list(able_to_answer(waiting)) if waiting else []
    asked, stamps = waiting.shown if waiting else {}, stamps_of(call, kind, due)
    return Approving(
        waiting,
        answered.select_related("decided_by").first(),
        ready,
        [one for one in due if one.pk not in settled and asked.get(str(one.pk)) != stamps[str(one.pk)]],
        person in able,
        able,
    )


def able_to_answer(approval: LetterApproval) -> QuerySet[Person]:
    """Of the section, but for whoever decided or asks, or reviews the call and has an interest in it."""
    deciders = _decisions().filter(thing_id__in=_ids(approval)).exclude(by=None).values("by")
    interested = approval.call.reviewers.filter(conflicts__isnull=False).values("person")
    staff = holders(Permission.HANDLE_CALLS, approval.call.scheme.desk_id)
    return staff.exclude(pk=approval.asked_by_id).exclude(pk__in=deciders).exclude(pk__in=interested)


def may_answer(person: Person, approval: LetterApproval) -> bool:
    return approval.is_waiting and able_to_answer(approval).contains(person)


def approvals_to_answer(person: Person) -> list[LetterApproval]:
    """Those that wait for this person: the same as ``may_answer``, for all at once."""
    desks = standing(person).where(Permission.HANDLE_CALLS)
    waiting = LetterApproval.objects.filter(state=ApprovalState.WAITING, call__scheme__desk__in=desks)
    interested = Reviewer.objects.filter(person=person, conflicts__isnull=False).values("call")
    others = waiting.exclude(asked_by=person).exclude(call__in=interested)
    found = list(others.select_related("call__scheme__desk", "asked_by").order_by("id"))
    ids = {pk for one in found for pk in _ids(one)}
    own = set(_decisions().filter(by=person, thing_id__in=ids).values_list("thing_id", flat=True)) if ids else set()
    return [one for one in found if own.isdisjoint(_ids(one))]


def _decisions() -> QuerySet[Passage]:
    """By hand or by a scenario."""
    kind = Application._meta.label_lower
    return Passage.objects.filter(thing_kind=kind, to_step__in=_DECIDED).order_by()


def _ids(approval: LetterApproval) -> list[int]:
    return [int(pk) for pk in approval.shown]
