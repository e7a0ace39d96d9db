"""Precedents: for everybody to read, for staff to write."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.cases import queries, rules
from kakehashi.engines.cases.choices import Theme
from kakehashi.engines.cases.forms import PrecedentForm
from kakehashi.engines.cases.operations.precedents import (
    NotConsentedError,
    change_precedent,
    draft_precedent,
    publish_precedent,
    withdraw_precedent,
)
from kakehashi.foundation.access.requests import SignedInRequest, VisitorRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once

PAGE = 20


@login_not_required
def index(request: VisitorRequest) -> HttpResponse:
    """All published precedents, by theme and country."""
    precedents = queries.visible_precedents(None)
    theme, country = request.GET.get("theme", ""), request.GET.get("country", "")
    countries = queries.countries_of_precedents()
    if theme in Theme.values:
        precedents = precedents.filter(theme=theme)
    if country in {one.pk for one in countries}:
        precedents = precedents.filter(country=country)
    found = Paginator(precedents, PAGE).get_page(request.GET.get("page"))
    context = {"page": found, "themes": Theme.choices, "theme": theme, "countries": countries, "country": country}
    return render(request, "cases/precedents.html", context)


@login_not_required
def precedent(request: VisitorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible_precedents(request.person), pk=pk)
    alike = queries.Sought(
        hosts=tuple(found.host.split("、")), theme=found.theme, country=found.country_id or "", city=found.city
    )
    context = {
        "precedent": found,
        "alike": [one for one in queries.precedents_like(alike, None) if one.precedent != found],
        "may_edit": request.person is not None and rules.may_edit_precedent(request.person, found),
    }
    return render(request, "cases/precedent.html", context)


@require_POST
@once
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """One click: a draft out of the case's papers."""
    case = get_object_or_404(queries.whole_case(request.person), pk=pk)
    return redirect("cases:precedent_edit", draft_precedent(case, by=request.person).pk)


@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible_precedents(request.person).select_related("case__applicant"), pk=pk)
    if not rules.may_edit_precedent(request.person, found):
        raise NotPermittedError
    form = PrecedentForm(request.POST or None, initial=PrecedentForm.initial_of(found))
    context = {"precedent": found, "form": form, "may_publish": rules.may_publish(request.person, found)}
    context["revision"] = found.revision
    if form.is_valid():
        values = form.cleaned_data
        try:
            change_precedent(
                found,
                values,
                names_applicant=values["names_applicant"],
                base_revision=sent_revision(request),
                by=request.person,
            )
            if "publish" in request.POST:
                publish_precedent(found, by=request.person)
        except StaleError as stale:
            context |= {"is_stale": True, "revision": stale.now.revision}
            return render(request, "cases/precedent_edit.html", context, status=409)
        except NotConsentedError as refused:
            messages.error(request, str(refused))
            return redirect("cases:precedent_edit", pk)
        messages.success(request, _("事例を公開しました。") if "publish" in request.POST else _("事例を保存しました。"))
        return redirect("cases:precedent", pk)
    return render(request, "cases/precedent_edit.html", context)


@require_POST
@once
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible_precedents(request.person), pk=pk)
    withdraw_precedent(found, by=request.person)
    messages.success(request, _("事例の公開を取りやめました。"))
    return redirect("cases:precedent", pk)
