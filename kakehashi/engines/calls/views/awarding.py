"""What an application would get, with every step of the calculation, for the section in charge."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.choices import Pays
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.operations.awarding import compute_award
from kakehashi.engines.calls.queries.awarding import award_of
from kakehashi.engines.calls.rules import is_desk
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.languages import spoken


def award_section(application: Application, person: Person) -> dict[str, Any] | None:
    """For calls that pay a body, and the section in charge only; after the decision it is what the rule says today."""
    if (
        application.call.pays in {Pays.NOTHING, Pays.DIRECT}
        or application.submitted_at is None
        or not is_desk(person, application)
    ):
        return None
    found = award_of(application)
    rule = getattr(application.call, "money_rule", None)
    return {
        "application": application,
        "award": found,
        "rule": rule,
        "note": spoken(rule.note_ja, rule.note_en) if rule else "",
        "is_open": not application.is_decided,
        "is_stale": not application.is_decided and (found.yen or None) != application.computed_yen,
    }


@require_POST
@once
def compute(request: SignedInRequest, pk: int) -> HttpResponse:
    application = get_object_or_404(queries.visible_applications(request.person), pk=pk)
    try:
        found = compute_award(application, by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    else:
        if found.refusals:
            messages.warning(request, _("計算しました。助成できない理由があります。"))
        else:
            messages.success(request, _("計算しました: %(yen)s円") % {"yen": f"{found.yen:,}"})
    return redirect("calls:application", pk)
