"""Invitees: which host receives whom."""

from django.utils.translation import gettext as _

from kakehashi.engines.calls.flow import HOLDING
from kakehashi.engines.calls.models import Application, Candidate
from kakehashi.engines.calls.notices import routes as notices
from kakehashi.engines.calls.rules.routes import runs_candidates
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Person


class InvitationRefusedError(Exception):
    """It cannot be done now; the message is the sentence to show."""


def invite(candidate: Candidate, host: Application | None, *, by: Person) -> Candidate:
    """Give somebody to a host that was chosen; ``None``: to nobody again. The host is told where it knows already.

    Raises ``InvitationRefusedError``.
    """
    with act("calls.invite", candidate, by=by, permit=runs_candidates(by, candidate.call)):
        candidate.refresh_from_db(from_queryset=Candidate.objects.select_for_update(no_key=True))
        if candidate.is_withdrawn and host is not None:
            raise InvitationRefusedError(_("この人は辞退しています。"))
        if host is not None and (host.call_id != candidate.call_id or host.step not in HOLDING):
            raise InvitationRefusedError(_("この団体の受入れは決まっていません。"))
        is_new = host is not None and candidate.host_id != host.pk
        candidate.host = host
        candidate.revision += 1
        candidate.save(update_fields=["host", "revision"])
        if host is not None and is_new:
            notices.invited(candidate, host, by)
    return candidate
