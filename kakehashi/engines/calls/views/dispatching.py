"""Who is sent for an application: the applicant's wish, the desk's choice, and what is asked after the visit."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.choices import Gives
from kakehashi.engines.calls.forms.dispatching import SentForm, WishForm
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.operations.dispatching import choose_sent, wish_for
from kakehashi.engines.calls.queries.afterwards import papers_afterwards
from kakehashi.engines.calls.queries.dispatching import bearing_of, dispatch_rule_of
from kakehashi.engines.calls.queries.registers import choosable, wishable
from kakehashi.engines.calls.rules import is_desk
from kakehashi.engines.calls.rules.afterwards import may_tell
from kakehashi.engines.calls.rules.routes import may_choose_sent, may_see_costs, may_set_costs, may_wish_for
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.organisations.models import Person


def dispatch_section(application: Application, person: Person) -> dict[str, Any] | None:
    """Who is wished for, and who goes: that the applicant reads once the decision is told."""
    if application.call.gives != Gives.PERSON:
        return None
    dispatch = getattr(application, "dispatch", None)
    is_told = application.is_decided and application.step not in {"adopted", "rejected", "withdrawn", "not_accepted"}
    return {
        "application": application,
        "dispatch": dispatch,
        "rule": dispatch_rule_of(application.call),
        "bearing": bearing_of(application.call),
        "sees_costs": may_see_costs(person, application),
        "may_cost": may_set_costs(person, application),
        "wished": dispatch.wished if dispatch else None,
        "sent": dispatch.sent if dispatch and (is_told or is_desk(person, application)) else None,
        "may_wish": may_wish_for(person, application),
        "may_choose": may_choose_sent(person, application),
    }


def afterwards_section(application: Application, person: Person) -> dict[str, Any] | None:
    """What is asked after a visit: each side its own, the section everything."""
    papers = [(paper, may_tell(person, paper)) for paper in papers_afterwards(application, person)]
    shown = [(paper, fills) for paper, fills in papers if fills or paper.submitted_at]
    return {"application": application, "papers": shown} if shown else None


@once
def wish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name somebody of the register, or leave it to headquarters."""
    application = get_object_or_404(queries.whole_application(request.person), pk=pk)
    if not may_wish_for(request.person, application):
        raise NotPermittedError
    wished = getattr(getattr(application, "dispatch", None), "wished_id", None)
    form = WishForm(wishable(application, request.person), request.POST or None, initial={"expert": wished})
    if form.is_valid():
        wish_for(application, form.cleaned_data["expert"], by=request.person)
        messages.success(request, _("派遣してほしい人の希望を保存しました。"))
        return redirect("calls:application", pk)
    return render(request, "calls/dispatch_wish.html", {"application": application, "form": form})


@once
def choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everybody of the register with what speaks for and against them, and the choice."""
    application = get_object_or_404(queries.whole_application(request.person), pk=pk)
    if not may_choose_sent(request.person, application):
        raise NotPermittedError
    found = choosable(application, request.person)
    dispatch = getattr(application, "dispatch", None)
    form = SentForm([one.expert for one in found], request.POST or None, initial=_first(dispatch))
    if form.is_valid():
        choose_sent(application, form.cleaned_data["expert"], note=form.cleaned_data["note"], by=request.person)
        messages.success(request, _("派遣する人を選びました。"))
        return redirect("calls:application", pk)
    context = {"application": application, "found": found, "form": form, "dispatch": dispatch}
    return render(request, "calls/dispatch_choose.html", context)


def _first(dispatch: Any) -> dict[str, Any]:
    """Whoever is chosen; else whoever is wished for."""
    return {"expert": (dispatch.sent_id or dispatch.wished_id) if dispatch else None}
