"""Funds × years × tracks: what there is, what is committed, decided, paid and left."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls.forms.funding import AllocateForm, FundForm, NewFundForm
from kakehashi.engines.calls.models import Fund
from kakehashi.engines.calls.operations.funding import FundRefusedError, add_fund, change_fund
from kakehashi.engines.calls.operations.funding import allocate as allocate_to
from kakehashi.engines.calls.queries.funding import shares_of, track_money, visible_funds, years_of_money
from kakehashi.engines.calls.rules import may_keep_funds, may_see_funds
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.ui.formatting import ui_fiscal_year
from kakehashi.foundation.ui.items import Link
from kakehashi.kernel import clock


def index(request: SignedInRequest) -> HttpResponse:
    if not may_see_funds(request.person):
        raise Http404
    asked = request.GET.get("fiscal_year", "")
    this_year = clock.fiscal_year(clock.today())
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else this_year
    years = sorted({this_year, *years_of_money(request.person)}, reverse=True)
    context = {
        "year": year,
        "tabs": [Link(ui_fiscal_year(one), f"?fiscal_year={one}", one == year) for one in years],
        "funds": visible_funds(request.person).filter(fiscal_year=year),
        "tracks": track_money(year),
        "may_keep": may_keep_funds(request.person),
    }
    return render(request, "calls/funds.html", context)


@once
def add(request: SignedInRequest) -> HttpResponse:
    _keepers_only(request)
    form = NewFundForm(request.POST or None, initial={"fiscal_year": clock.fiscal_year(clock.today())})
    if form.is_valid():
        given = form.cleaned_data
        try:
            fund = add_fund(given["code"], given["fiscal_year"], given, by=request.person)
        except FundRefusedError as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(request, _("財源を加えました。続けて枠に配分できます。"))
            return redirect("calls:fund", fund.pk)
    return render(request, "calls/fund_add.html", {"form": form}, status=422 if form.is_bound else 200)


@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    fund = _fund(request, pk)
    form = FundForm(request.POST or None, initial=FundForm.initial_of(fund))
    if form.is_valid():
        try:
            change_fund(fund, form.cleaned_data, base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            return _page(request, stale.now, form=form, refused=str(stale), status=409)
        except FundRefusedError as refused:
            form.add_error("amount_yen", str(refused))
        else:
            messages.success(request, _("財源を保存しました。"))
            return redirect("calls:fund", pk)
    return _page(request, fund, form=form, status=422 if form.is_bound else 200)


@require_POST
@once
def allocate(request: SignedInRequest, pk: int) -> HttpResponse:
    fund = _fund(request, pk)
    form = AllocateForm(fund.fiscal_year, request.POST)
    if form.is_valid():
        try:
            allocate_to(fund, form.cleaned_data["track"], form.cleaned_data["yen"], by=request.person)
        except FundRefusedError as refused:
            form.add_error("yen", str(refused))
        else:
            messages.success(request, _("枠「%(track)s」に配分しました。") % {"track": form.cleaned_data["track"]})
            return redirect("calls:fund", pk)
    return _page(request, fund, shares_form=form, status=422)


def _keepers_only(request: SignedInRequest) -> None:
    if not may_see_funds(request.person):
        raise Http404
    if not may_keep_funds(request.person):
        raise PermissionDenied


def _fund(request: SignedInRequest, pk: int) -> Fund:
    _keepers_only(request)
    return get_object_or_404(visible_funds(request.person), pk=pk)


def _page(request: SignedInRequest, fund: Fund, *, status: int, refused: str = "", **forms: Any) -> HttpResponse:
    context = {
        "fund": fund,
        "revision": fund.revision,
        "form": forms.get("form") or FundForm(initial=FundForm.initial_of(fund)),
        "shares_form": forms.get("shares_form") or AllocateForm(fund.fiscal_year),
        "shares": shares_of(fund),
        "refused": refused,
    }
    return render(request, "calls/fund.html", context, status=status)
