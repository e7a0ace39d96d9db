"""The registers of people who can be sent: the list, the page of one, and their keeping."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls.forms.registers import (
    AbsenceForm,
    ExpertForm,
    OwnEntryForm,
    SoughtExpertForm,
    initial_of,
    sought_in,
)
from kakehashi.engines.calls.models import Expert
from kakehashi.engines.calls.operations.registers import (
    add_absence,
    add_expert,
    change_expert,
    change_own_entry,
    drop_absence,
)
from kakehashi.engines.calls.queries import registers as queries
from kakehashi.engines.calls.queries.afterwards import own_dispatches, own_entries
from kakehashi.engines.calls.rules.routes import is_own_entry, may_keep_entry
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once

PAGE = 50


def experts(request: SignedInRequest) -> HttpResponse:
    """Who can be sent, found by field, language and area, with how often they are sent this year."""
    asked = request.GET.dict()
    found, offered = queries.find_experts(request.person, sought_in(asked))
    context = {
        "page": Paginator(found, PAGE).get_page(asked.get("page")),
        "form": SoughtExpertForm(asked, offered),
        "is_narrowed": any(asked.get(name) for name in SoughtExpertForm.base_fields),
        "may_edit": queries.may_edit_register(request.person),
    }
    return render(request, "calls/experts.html", context)


def expert(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible_experts(request.person), pk=pk)
    return render(request, "calls/expert.html", _page_of(found, request))


def _page_of(found: Expert, request: SignedInRequest, form: AbsenceForm | None = None) -> dict[str, Any]:
    """Days away are shown to the council and whoever they are of only."""
    may_keep = may_keep_entry(request.person, found)
    return {
        "expert": found,
        "may_edit": queries.may_edit_register(request.person),
        "is_own": is_own_entry(request.person, found),
        "may_keep": may_keep,
        "dispatches": queries.dispatches_of(found, request.person)[:30],
        "absences": queries.coming_absences(found) if may_keep else [],
        "form": form or AbsenceForm(),
    }


def _keeping(request: SignedInRequest, pk: int) -> Expert:
    """Somebody of a register, for whoever keeps it, and for themselves."""
    found = get_object_or_404(queries.visible_experts(request.person), pk=pk)
    if not may_keep_entry(request.person, found):
        raise NotPermittedError
    return found


@once
def new(request: SignedInRequest) -> HttpResponse:
    if not queries.may_edit_register(request.person):
        raise NotPermittedError
    form = ExpertForm(request.POST or None)
    if form.is_valid():
        made = add_expert(form.values(), by=request.person)
        messages.success(request, _("名簿に加えました。"))
        return redirect("calls:expert", made.pk)
    return render(request, "calls/expert_edit.html", {"form": form})


@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Saved in between by somebody else, the page comes back with both."""
    found = _keeping(request, pk)
    kind = ExpertForm if queries.may_edit_register(request.person) else OwnEntryForm
    form = kind(request.POST or None, initial=initial_of(found))
    context = {"form": form, "expert": found, "revision": found.revision}
    if form.is_valid():
        try:
            _save(found, form, request)
        except StaleError as stale:
            context |= {"stale": stale.now, "revision": stale.now.revision}
            return render(request, "calls/expert_edit.html", context, status=409)
        messages.success(request, _("名簿を直しました。"))
        return redirect("calls:expert", pk)
    return render(request, "calls/expert_edit.html", context)


def _save(found: Expert, form: ExpertForm, request: SignedInRequest) -> None:
    values, revision = form.values(), sent_revision(request)
    if isinstance(form, OwnEntryForm):
        consents = values.pop("consents")
        change_own_entry(found, values, consents=consents, base_revision=revision, by=request.person)
    else:
        change_expert(found, values, base_revision=revision, by=request.person)


def own(request: SignedInRequest) -> HttpResponse:
    """For whoever is registered: where they are sent, what is asked of them, their entries."""
    found = own_dispatches(request.person)
    entries = own_entries(request.person)
    return render(request, "calls/sent.html", {"dispatches": found, "entries": entries})


@require_POST
@once
def absence(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _keeping(request, pk)
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return render(request, "calls/expert.html", _page_of(found, request, form), status=422)
    add_absence(found, by=request.person, **form.cleaned_data)
    messages.success(request, _("都合の悪い日を加えました。"))
    return redirect("calls:expert", pk)


@require_POST
@once
def absence_drop(request: SignedInRequest, pk: int, absence_pk: int) -> HttpResponse:
    found = _keeping(request, pk)
    drop_absence(get_object_or_404(found.absences, pk=absence_pk), by=request.person)
    messages.success(request, _("都合の悪い日を消しました。"))
    return redirect("calls:expert", pk)
