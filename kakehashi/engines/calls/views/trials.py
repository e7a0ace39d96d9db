"""A money rule before it counts: tried on the applications of an earlier call, and reckoned for one example."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kakehashi.engines.calls.forms.editing_trials import TrialForm
from kakehashi.engines.calls.forms.reckoning import FactsForm
from kakehashi.engines.calls.queries import editing, public
from kakehashi.engines.calls.queries.awarding import rule_of
from kakehashi.engines.calls.queries.trials import trial_of, trial_sources
from kakehashi.engines.calls.rules.award import award
from kakehashi.engines.calls.views.calls import ASKING, way_to_call
from kakehashi.foundation.access.requests import SignedInRequest, VisitorRequest
from kakehashi.foundation.ui.items import Link


@require_http_methods(ASKING)
def trial(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the rule that was typed would have changed; as long as nothing is typed, the rule as it is kept."""
    call = get_object_or_404(editing.calls_for_editing(request.person), pk=pk)
    form = TrialForm(call, trial_sources(request.person, call), request.POST or None)
    is_whole = form.is_valid() if form.is_bound else True
    source = form.source if is_whole else None
    context: dict[str, Any] = {"call": call, "form": form, "source": source, "revision": call.revision}
    context["crumbs"] = way_to_call(call, str(form.title))
    if source is not None:
        context["trial"] = trial_of(call, source, form.thought(), request.person)
    return render(request, "calls/trial.html", context)


@login_not_required
@require_safe
def calculator(request: VisitorRequest, pk: int) -> HttpResponse:
    """What an application would get, for everybody who reads the call; nothing is kept."""
    call = get_object_or_404(public.whole_call(request.person), pk=pk)
    rule = rule_of(call)
    form = FactsForm(rule, request.GET or None)
    found = award(rule, form.facts()) if form.is_valid() else None
    crumbs = [Link(_("募集一覧"), reverse("calls:calls")), Link(str(call), reverse("calls:call", args=[pk]))]
    crumbs.append(Link(_("助成額の計算"), ""))
    context = {"call": call, "form": form, "award": found, "amounts": public.amounts_of(call), "crumbs": crumbs}
    return render(request, "calls/calculator.html", context)
