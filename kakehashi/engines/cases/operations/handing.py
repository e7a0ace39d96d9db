"""What happens when work changes hands: cases, approvals, roles, words to everybody, the report."""

import datetime as dt
from collections import Counter

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import override

from kakehashi.engines.cases.models import Approval, Case, Handover, HandoverLine, Message
from kakehashi.engines.cases.operations import handover_notices as notices
from kakehashi.engines.cases.operations.handover_report import report_pdf
from kakehashi.engines.cases.queries import handover as queries
from kakehashi.engines.cases.queries import handover_words as words
from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.access.operations import end_role
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.documents.operations import store
from kakehashi.foundation.documents.sniffing import PDF
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

# Roles end by a decision made when the hand-over was settled, by whoever may end them.
DECIDED = Robot("hand-over")


def hand_all_over(handover: Handover, *, by: Actor) -> None:
    """Call it inside the act that decided it, with the row of the hand-over held."""
    take_in(handover, came_late=True)
    permission, today = queries.side_of(handover.office), clock.today()
    able = set(queries.holders_on(permission, handover.office_id, today)) - {handover.leaver}
    taken: Counter[Person] = Counter()
    left = 0
    for line in queries.lines_of(handover):
        chosen = [line.successor, handover.successor]
        line.successor = next((one for one in chosen if one in able), None)
        line.save()
        if line.successor is None:
            left += 1
        else:
            taken[line.successor] += 1
            _hand_over(line, handover, line.successor, by)
    _pass_on_approvals(handover, able, by)
    if handover.ends_role:
        _end_roles(handover)
    handover.done_at = clock.now()
    handover.revision += 1
    handover.save()
    _keep_report(handover, by)
    for successor, count in taken.items():
        notices.handed_over(handover, successor, count)
    if left:
        notices.left_over(handover, left)


def take_in(handover: Handover, *, came_late: bool) -> None:
    """The lines follow the leaver's open cases: new ones come in, those that ended or went elsewhere go."""
    cases = list(queries.open_cases_of(handover.leaver, handover.office))
    held = Case.objects.select_for_update(no_key=True).filter(pk__in=[case.pk for case in cases]).order_by("pk")
    open_ones = {case.pk for case in held if case.is_open}
    handover.lines.exclude(case__in=open_ones).delete()
    known = set(handover.lines.values_list("case", flat=True))
    HandoverLine.objects.bulk_create(
        HandoverLine(
            handover=handover,
            case=case,
            next_step=words.next_step(case),
            promises=words.promises(case),
            contacts=words.contacts(case),
            came_late=came_late,
        )
        for case in cases
        if case.pk in open_ones - known
    )


def _hand_over(line: HandoverLine, handover: Handover, successor: Person, by: Actor) -> None:
    case = line.case
    with act("cases.hand_over", case, by=by, permit=True, note=f"{handover.leaver} → {successor}"):
        if handover.is_of_client or (case.is_own and case.requester == handover.leaver):
            case.requester = successor
        if not handover.is_of_client:
            case.lead = successor
        case.save(update_fields=["lead", "requester"])
    if case.submitted_at is None:
        return
    with override("ja"):
        _write_down(line, handover, successor)
    notices.changed_hands(case, handover, successor, by)


def _write_down(line: HandoverLine, handover: Handover, successor: Person) -> None:
    """In the story of the case: who is in charge now, and for those who work on it what the leaver wrote."""
    changed = _("%(side)s の担当者が %(leaver)s から %(successor)s に変わりました。") % {
        "side": handover.office,
        "leaver": handover.leaver,
        "successor": successor,
    }
    Message.objects.create(case=line.case, author_name=str(handover.office), body=changed)
    if not handover.is_of_client and (note := _note(line)):
        Message.objects.create(case=line.case, author=handover.leaver, body=note, is_internal=True)


def _note(line: HandoverLine) -> str:
    """What the leaver wrote, for those who work on the case."""
    parts = [
        (_("次にすること"), line.next_step),
        (_("約束したこと"), line.promises),
        (_("連絡先"), line.contacts),
    ]
    return "\n\n".join(f"【{label}】\n{text}" for label, text in parts if text)


def _pass_on_approvals(handover: Handover, able: set[Person], by: Actor) -> None:
    """What the leaver was asked to approve is asked of the successor."""
    if handover.successor not in able:
        return
    for approval in queries.approvals_asked_of(handover).select_for_update(of=("self",), no_key=True):
        with act("cases.pass_on_approval", approval, by=by, permit=True, note=str(handover.successor)):
            approval.approver = handover.successor
            Approval.objects.filter(pk=approval.pk).update(approver=handover.successor)


def _end_roles(handover: Handover) -> None:
    """The roles the leaver holds there end the day before; one that begins only then or later is another matter."""
    last_day = handover.planned_for - dt.timedelta(days=1)
    held = RoleHeld.objects.filter(person=handover.leaver, organisation=handover.office, starts_on__lte=last_day)
    for role in held.select_related("person", "organisation"):
        if role.ends_on is None or role.ends_on > last_day:
            end_role(role, ends_on=last_day, by=DECIDED, note=_("引継ぎ"))


def _keep_report(handover: Handover, by: Actor) -> None:
    name = f"引継書-{handover.planned_for}.pdf"
    upload = SimpleUploadedFile(name, report_pdf(handover, "ja"))
    store(upload, about=handover.ref, by=by, permit=True, allowed=frozenset({PDF}))
