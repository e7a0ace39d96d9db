"""Four eyes before a decision goes out: which letters need them, which have them, who gives them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from kakehashi.engines.calls.choices import LetterKind
from kakehashi.engines.calls.models import Application, Call, LetterApproval
from kakehashi.engines.calls.models.applications import DECISIONS
from kakehashi.engines.calls.queries.letters import LANGUAGES, wording
from kakehashi.engines.calls.rules import may_decide
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
    asked, stamps = waiting.shown if waiting else {}, stamps_of(call, kind, due)
    return Approving(
        waiting,
        answered.select_related("decided_by").first(),
        ready,
        [one for one in due if one.pk not in settled and asked.get(str(one.pk)) != stamps[str(one.pk)]],
        waiting is not None and may_answer(person, waiting),
        able_to_answer(waiting) if waiting else [],
    )


def deciders_of(pks: Iterable[str | int]) -> set[int]:
    """Who decided these applications (ids), by hand or by a scenario."""
    told = Passage.objects.filter(
        thing_kind=Application._meta.label_lower, thing_id__in=[int(pk) for pk in pks], to_step__in=_DECIDED
    )
    return set(told.exclude(by=None).order_by().values_list("by", flat=True))


def able_to_answer(approval: LetterApproval) -> list[Person]:
    """Of the section, but for whoever decided or asks."""
    out = deciders_of(approval.shown) | {approval.asked_by_id}
    staff = holders(Permission.HANDLE_CALLS, approval.call.scheme.desk_id)
    return [person for person in staff if person.pk not in out and may_decide(person, approval.call)]


def may_answer(person: Person, approval: LetterApproval) -> bool:
    return approval.is_waiting and person in able_to_answer(approval)


def approvals_waiting_for(person: Person) -> QuerySet[LetterApproval]:
    """Those of the sections of this person; ``may_answer`` says whether it is for them to answer."""
    desks = standing(person).where(Permission.HANDLE_CALLS)
    found = LetterApproval.objects.filter(state=ApprovalState.WAITING, call__scheme__desk__in=desks)
    return found.exclude(asked_by=person).select_related("call__scheme__desk", "asked_by").order_by("id")
