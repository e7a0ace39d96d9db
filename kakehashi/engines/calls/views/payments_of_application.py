"""The money of one application: its account, an advance, the amount that is fixed, what comes back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.choices import PaperKind, Pays
from kakehashi.engines.calls.flow import TOLD
from kakehashi.engines.calls.forms.after import SettleForm
from kakehashi.engines.calls.forms.paying import AccountForm, AdvanceForm, ReturnForm
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.operations.paying import AccountChangedError, ask_advance, demand_return, register_account
from kakehashi.engines.calls.operations.settling import fix_amount, settlement_now
from kakehashi.engines.calls.queries.freeing import freed_by
from kakehashi.engines.calls.queries.paying import accounts_of, claimable, own_organisation, payments_of
from kakehashi.engines.calls.queries.reporting import plan_and_actual
from kakehashi.engines.calls.rules import is_applicant, is_desk
from kakehashi.engines.calls.rules.routes import may_see_costs
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person


def money_section(application: Application, person: Person) -> dict[str, Any] | None:
    """What was decided, fixed and paid; the account to the body alone."""
    if application.call.pays == Pays.NOTHING or application.step not in TOLD:
        return None
    if application.call.pays == Pays.DIRECT and not may_see_costs(person, application):
        return None
    own = is_applicant(person, application)
    return {
        "application": application,
        "payments": list(payments_of(application)),
        "account": accounts_of(person, application.applicant).filter(ended_at=None).first() if own else None,
        "is_own": own and application.call.pays != Pays.DIRECT,
        "freed": freed_by(application) if is_desk(person, application) else None,
        "may_advance": own and application.call.pays == Pays.ADVANCE and application.step == "granted",
    }


def _application(request: SignedInRequest, pk: int) -> Application:
    return get_object_or_404(queries.whole_application(request.person), pk=pk)


@once
def account(request: SignedInRequest, organisation_pk: int) -> HttpResponse:
    """The account of one's own body: the one in use, and another one in its place."""
    organisation = own_organisation(request.person, organisation_pk)
    if organisation is None:
        raise Http404
    now = accounts_of(request.person, organisation).filter(ended_at=None).first()
    form = AccountForm(request.POST or None, initial={"seen": now.pk if now else ""})
    context: dict[str, Any] = {"organisation": organisation, "account": now, "form": form}
    context["claims"] = list(claimable(request.person, organisation))
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            register_account(organisation, values, seen=values.pop("seen"), by=request.person)
        except AccountChangedError:
            context |= {"form": AccountForm(initial=values | {"seen": now.pk if now else ""}), "is_changed": True}
            return render(request, "calls/account.html", context, status=409)
        messages.success(request, _("振込先の口座を登録しました。"))
        return redirect("calls:account", organisation_pk)
    return render(request, "calls/account.html", context, status=422 if form.errors else 200)


@once
def advance(request: SignedInRequest, pk: int) -> HttpResponse:
    application = _application(request, pk)
    if not is_applicant(request.person, application):
        raise NotPermittedError
    form = AdvanceForm(request.POST or None)
    context: dict[str, Any] = {"application": application, "form": form}
    if form.is_valid():
        try:
            ask_advance(application, form.cleaned_data["yen"], by=request.person)
        except MoveRefusedError as refused:
            return render(request, "calls/advance.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("概算払を請求しました。"))
        return redirect("calls:application", pk)
    return render(request, "calls/advance.html", context)


@once
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """How the amount comes about, and the button that fixes it."""
    application = _application(request, pk)
    if not is_desk(request.person, application):
        raise NotPermittedError
    found = settlement_now(application)
    form = SettleForm(found.yen, found.most, request.POST or None, initial={"yen": found.yen})
    report = application.paper_of(PaperKind.REPORT)
    compared = plan_and_actual(report) if report else None
    context: dict[str, Any] = {"application": application, "form": form, "found": found, "compared": compared}
    context["call"] = application.call
    if found.yen is not None:
        context["left"] = found.left(found.yen)
    if form.is_valid():
        given = form.cleaned_data
        try:
            fix_amount(application, given["yen"], by=request.person, note=given["note"])
        except MoveRefusedError as refused:
            return render(request, "calls/settle.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("額を確定しました。"))
        return redirect("calls:application", pk)
    return render(request, "calls/settle.html", context)


@once
def give_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for money back."""
    application = _application(request, pk)
    if not is_desk(request.person, application):
        raise NotPermittedError
    over = settlement_now(application).advanced - (application.settled_yen or 0)
    form = ReturnForm(request.POST or None, initial={"yen": over if over > 0 else None})
    context: dict[str, Any] = {"application": application, "form": form}
    if form.is_valid():
        try:
            demand_return(application, by=request.person, **form.cleaned_data)
        except MoveRefusedError as refused:
            return render(request, "calls/return_money.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("返還を求めました。"))
        return redirect("calls:application", pk)
    return render(request, "calls/return_money.html", context)
