"""What a dispatch costs, who agreed to it, and what the call says of both."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.choices import Gives
from kakehashi.engines.calls.forms.dispatching import AgreementsForm, CostsForm, DispatchRuleForm
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.operations.dispatching import (
    note_agreements,
    set_costs,
    set_dispatch_rule,
)
from kakehashi.engines.calls.queries.dispatching import costs_as_known, dispatch_rule_of, rates_of
from kakehashi.engines.calls.rules import may_edit_call
from kakehashi.engines.calls.rules.routes import SPENDING, may_choose_sent, may_set_costs
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError


def _application(request: SignedInRequest, pk: int) -> Application:
    return get_object_or_404(queries.whole_application(request.person), pk=pk)


@once
def costs(request: SignedInRequest, pk: int) -> HttpResponse:
    """An estimate before the report, what it did cost after it."""
    application = _application(request, pk)
    if not may_set_costs(request.person, application):
        raise NotPermittedError
    form = CostsForm(request.POST or None, initial=vars(costs_as_known(application)))
    context: dict[str, Any] = {"application": application, "form": form, "rates": rates_of(application.call)}
    context["is_spending"] = application.step in SPENDING
    if form.is_valid():
        try:
            set_costs(application, form.costs(), by=request.person)
        except MoveRefusedError as refused:
            return render(request, "calls/dispatch_costs.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("派遣の費用を保存しました。"))
        return redirect("calls:application", pk)
    return render(request, "calls/dispatch_costs.html", context)


@once
def agreements(request: SignedInRequest, pk: int) -> HttpResponse:
    """On which days the host and the home body agreed."""
    application = _application(request, pk)
    if not may_choose_sent(request.person, application):
        raise NotPermittedError
    dispatch = getattr(application, "dispatch", None)
    known = {name: getattr(dispatch, name, None) for name in AgreementsForm.base_fields}
    form = AgreementsForm(request.POST or None, initial=known)
    if form.is_valid() and request.method == "POST":
        note_agreements(application, by=request.person, **form.cleaned_data)
        messages.success(request, _("協定と了解の日を保存しました。"))
        return redirect("calls:application", pk)
    context = {"application": application, "form": form, "dispatch": dispatch}
    return render(request, "calls/dispatch_agreements.html", context)


@once
def rule(request: SignedInRequest, pk: int) -> HttpResponse:
    """What somebody sent for this call is paid; saved in between by somebody else, the page comes back with both."""
    call = get_object_or_404(queries.visible_calls(request.person), pk=pk)
    if not may_edit_call(request.person, call):
        raise NotPermittedError
    if call.gives != Gives.PERSON:
        raise Http404
    found = dispatch_rule_of(call)
    form = DispatchRuleForm(request.POST or None, initial=vars(found))
    context = {"call": call, "form": form, "revision": found.revision}
    if form.is_valid() and request.method == "POST":
        revision = sent_revision(request)
        try:
            set_dispatch_rule(call, form.cleaned_data, base_revision=revision, by=request.person)
        except StaleError as stale:
            context |= {"stale": stale.now, "revision": stale.now.revision}
            return render(request, "calls/dispatch_rule.html", context, status=409)
        messages.success(request, _("派遣の決まりを保存しました。"))
        return redirect("calls:edit", pk)
    return render(request, "calls/dispatch_rule.html", context)
