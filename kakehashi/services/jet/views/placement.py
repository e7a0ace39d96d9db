"""The placements of a year beside each other, and a new one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.flow import PLACEMENT_FLOW
from kakehashi.services.jet.forms.placement import RunForm
from kakehashi.services.jet.models import Cycle
from kakehashi.services.jet.operations import placement as operations
from kakehashi.services.jet.placing.words import TIER_NAMES
from kakehashi.services.jet.queries import placing as queries
from kakehashi.services.jet.rules.requests import runs_programme
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import council_only, cycle_of

COMPARED = 12  # runs beside each other


def placers_only(request: SignedInRequest) -> None:
    """Whoever runs the programme or approves."""
    held = standing(request.person)
    if not (held.may(Permission.HANDLE_JET) or held.may(Permission.APPROVE_PLACEMENT)):
        raise Http404


def placement_link(cycle: Cycle) -> Link:
    return Link(_("%(cycle)sの配置") % {"cycle": cycle}, reverse("jet:placement", args=[cycle.year]))


@require_safe
def index(request: SignedInRequest, year: int) -> HttpResponse:
    placers_only(request)
    cycle = cycle_of(request, year)
    return render(request, "jet/placement.html", _page(request, cycle, RunForm()))


def _page(request: SignedInRequest, cycle: Cycle, form: RunForm) -> dict[str, Any]:
    found = list(queries.visible_runs(request.person).filter(cycle=cycle).defer("tables", "places", "envies"))
    shown = [one for one in found if one.values and one.step != "dropped"][:COMPARED]
    runs = runs_programme(request.person)
    return {
        "cycle": cycle,
        "rows": [(one, PLACEMENT_FLOW.step(one.step)) for one in found],
        "is_running": any(one.step == "waiting" for one in found),
        "shown": shown,
        "tiers": [(label, [one.values[at] for one in shown]) for at, label in enumerate(TIER_NAMES.values())],
        "runs": runs,
        "ready": cycle.applications.filter(step=queries.READY).count(),
        "posts": sum(one.posts for one in queries.accepted_lines(cycle)),
        "form": form if runs else None,
        "crumbs": crumbs(placement_link(cycle)),
    }


@require_POST
@once
def ask(request: SignedInRequest, year: int) -> HttpResponse:
    council_only(request)
    cycle = cycle_of(request, year)
    form = RunForm(request.POST)
    if form.is_valid():
        try:
            run = operations.ask_run(cycle, **form.cleaned_data, by=request.person)
        except MoveRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("jet:run", run.pk)
    return render(request, "jet/placement.html", _page(request, cycle, form), status=422)
