"""The amount is fixed by the desk, within what the rule gives for what was really spent."""

from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import Gives, PaperKind, Pays
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.operations.moving import settle
from kakehashi.engines.calls.queries.settling import Settlement, settlement_of, settlement_of_dispatch
from kakehashi.engines.calls.queries.taking import eligible_yen
from kakehashi.engines.calls.rules import is_desk
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person


def settlement_now(application: Application) -> Settlement:
    """What the report as it stands comes to; of a dispatch what it did cost."""
    if application.call.gives == Gives.PERSON and application.call.pays == Pays.DIRECT:
        return settlement_of_dispatch(application)
    report = application.paper_of(PaperKind.REPORT)
    actual = eligible_yen(application.call, report.sheet.answers) if report else None
    return settlement_of(application, actual)


def fix_amount(application: Application, yen: int, *, by: Person, note: str = "") -> Application:
    """Fix the amount and tell it. Raises ``MoveRefusedError`` above what was decided or the rule gives."""
    with act("calls.fix_amount", application, by=by, permit=is_desk) as record:
        application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
        found = settlement_now(application)
        if application.step != "report_in" or application.decided_yen is None:
            raise MoveRefusedError(_("実績報告の確認中で、決定額があるときだけ、額を確定できます。"))
        if yen > found.most:
            raise MoveRefusedError(_("%(most)s円までにしてください。") % {"most": f"{found.most:,}"})
        application.settled_yen = yen
        application.save(update_fields=["settled_yen"])
        record.extra = {"steps": list(found.steps), "computed": found.yen}
        settle(application, by=by, note=note)
    return application
