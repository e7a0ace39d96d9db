"""Nominations: begun by one body, answered by the other."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.forms.nominating import DeclineForm, NominationForm
from kakehashi.engines.calls.models import Application, Nomination
from kakehashi.engines.calls.operations import NoFormError
from kakehashi.engines.calls.operations.nominating import (
    NominationRefusedError,
    accept_nomination,
    decline_nomination,
    nominate,
    withdraw_nomination,
)
from kakehashi.engines.calls.queries.nominating import calls_taking_nominations, visible_nominations
from kakehashi.engines.calls.rules.routes import may_accept, may_withdraw_nomination
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.organisations.models import Person

PAGE = 30


def nomination_section(application: Application, person: Person) -> dict[str, Any] | None:
    """Who nominated the applicant, and why."""
    found = list(visible_nominations(person).filter(application=application).order_by("id"))
    return {"nominations": found} if found else None


def nominations(request: SignedInRequest) -> HttpResponse:
    """Of one's own body, by it and for it; for the council all."""
    page = Paginator(visible_nominations(request.person), PAGE).get_page(request.GET.get("page"))
    return render(request, "calls/nominations.html", {"page": page})


@once
def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which body, and why."""
    call = get_object_or_404(calls_taking_nominations(request.person), pk=pk)
    bodies = queries.asking_organisations(request.person)
    if not bodies.exists():
        raise NotPermittedError
    form = NominationForm(bodies, request.POST or None)
    if form.is_valid():
        try:
            made = nominate(call, by=request.person, **form.cleaned_data)
        except NominationRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("推薦しました。推薦された団体に知らせました。"))
            return redirect("calls:nomination", made.pk)
    status = 422 if form.errors else 200
    return render(request, "calls/nominate.html", {"call": call, "form": form}, status=status)


def nomination(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_nominations(request.person), pk=pk)
    return render(request, "calls/nomination.html", _page_of(found, request.person))


def _page_of(found: Nomination, person: Person, form: DeclineForm | None = None) -> dict[str, Any]:
    application = found.application if may_accept(person, found) else None
    return {
        "nomination": found,
        "form": form or DeclineForm(),
        "may_answer": found.is_waiting and may_accept(person, found),
        "may_withdraw": found.is_waiting and may_withdraw_nomination(person, found),
        "application": application,
        "is_open": found.call.is_open,
    }


@require_POST
@once
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_nominations(request.person), pk=pk)
    try:
        application = accept_nomination(found, by=request.person)
    except NominationRefusedError as refused:
        messages.error(request, str(refused))
        return redirect("calls:nomination", pk)
    except NoFormError:
        messages.error(request, _("申請書の様式がまだ公開されていません。担当課に知らせてください。"))
        return redirect("calls:nomination", pk)
    messages.success(request, _("推薦を受けました。応募のページを開いています。"))
    return redirect("calls:application", application.pk)


@require_POST
@once
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_nominations(request.person), pk=pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return render(request, "calls/nomination.html", _page_of(found, request.person, form), status=422)
    try:
        decline_nomination(found, by=request.person, note=form.cleaned_data["note"])
    except NominationRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("推薦を辞退しました。推薦した団体に知らせました。"))
    return redirect("calls:nomination", pk)


@require_POST
@once
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_nominations(request.person), pk=pk)
    try:
        withdraw_nomination(found, by=request.person)
    except NominationRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("推薦を取り下げました。"))
    return redirect("calls:nomination", pk)
