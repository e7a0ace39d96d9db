"""A draft moved to a renewed form, as its applicant decides; the desk only tells that there is one."""

from kakehashi.engines.calls import notices
from kakehashi.engines.calls.models import Call, Paper
from kakehashi.engines.calls.operations.applying import hold
from kakehashi.engines.calls.queries.renewing import behind, newer_version
from kakehashi.engines.calls.queries.taking import take_over
from kakehashi.engines.calls.rules import may_edit_call, may_edit_draft
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.forms.operations import Moved, move_to_version, open_sheet


def renew_draft(paper: Paper, *, base_revision: int, by: Actor) -> Moved | None:
    """Take the answers over to the published version of the form; as they were they are kept in a sheet beside it.

    ``None`` where the draft has that version already. Raises ``StaleError``.
    """
    with act("calls.renew_draft", paper, by=by, permit=lambda actor, one: may_edit_draft(actor, one.application)):
        hold(paper)
        version, sheet, application = newer_version(paper), paper.sheet, paper.application
        if version is None:
            return None
        if sheet.revision != base_revision:
            raise StaleError(sheet)
        open_sheet(sheet.version, about=application.ref, by=by, permit=True, answers=sheet.answers)
        moved = move_to_version(sheet, version, by=by, permit=True, to_other_set=True)
        take_over(application, sheet.answers)
        application.save()
    return moved


def offer_renewal(call: Call, *, by: Actor) -> int:
    """Tell who writes a draft with an earlier version that there is a new one; how many drafts there are."""
    with act("calls.offer_renewal", call, by=by, permit=may_edit_call) as record:
        found = list(behind(call).select_related("call__scheme", "applicant", "submitter"))
        for application in found:
            form = call.application_form.code if call.application_form else ""
            notices.to_applicant(application, "calls.form_renewed", by, key=f"{form}:{call.revision}")
        record.extra = {"drafts": len(found)}
    return len(found)
