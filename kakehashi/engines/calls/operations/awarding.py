"""The amount of an application, worked out by the money rule of its call."""

from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import Gives, Pays
from kakehashi.engines.calls.flow import BEFORE_DECISION
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.queries.awarding import award_of
from kakehashi.engines.calls.rules import is_desk
from kakehashi.engines.calls.rules.award import Award
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act, values
from kakehashi.foundation.flow.moves import MoveRefusedError


def compute_award(application: Application, *, by: Actor) -> Award:
    """Work the amount out anew, after the rule or the application was changed; ``MoveRefusedError`` once decided."""
    with act("calls.compute_award", application, by=by, permit=is_desk) as record:
        application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
        record.before = values(application)
        if application.step not in BEFORE_DECISION:
            raise MoveRefusedError(_("決定のあとは計算し直せません。"))
        found = take_award(application)
        record.extra["refusals"] = [refusal.code for refusal in found.refusals]
        application.save(update_fields=["computed_yen"])
    return found


def take_award(application: Application) -> Award:
    """Take what it would get over into its column; empty where nothing can be granted. Does not save.

    For somebody who is sent and paid by the council it is what that costs, once that is entered.
    """
    found = award_of(application)
    application.computed_yen = found.yen or None
    if application.call.gives == Gives.PERSON and application.call.pays == Pays.DIRECT:
        application.computed_yen = getattr(getattr(application, "dispatch", None), "total_yen", None)
    return found
