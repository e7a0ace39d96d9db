"""Schemes and their calls as who runs them sets them up; everybody else finds nothing here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakehashi.engines.calls.forms.editing_schemes import EndSchemeForm, NewCallForm, SchemeForm
from kakehashi.engines.calls.models import Scheme
from kakehashi.engines.calls.operations import calls as call_operations
from kakehashi.engines.calls.operations import schemes as operations
from kakehashi.engines.calls.operations.calls_copies import copy_call
from kakehashi.engines.calls.queries import editing as queries
from kakehashi.engines.calls.queries.public import TONES, state_of
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.ui.items import Link

ASKING = ["GET", "HEAD", "POST"]


def way_to(*further: Link) -> list[Link]:
    """The crumbs of the editor."""
    return [Link(_("制度と公募"), reverse("calls:schemes")), *further]


def way_to_scheme(scheme: Scheme, *further: Link) -> list[Link]:
    return way_to(Link(str(scheme), reverse("calls:scheme", args=[scheme.code])), *further)


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    if not queries.may_edit_any(request.person):
        raise Http404
    return render(request, "calls/schemes.html", {"schemes": queries.schemes_for_editing(request.person)})


@once
@require_http_methods(ASKING)
def new(request: SignedInRequest) -> HttpResponse:
    if not queries.may_edit_any(request.person):
        raise Http404
    form = SchemeForm(request.person, request.POST or None)
    if form.is_valid():
        try:
            scheme = operations.create_scheme(form.cleaned_data, by=request.person)
        except operations.CodeTakenError as taken:
            form.add_error("code", str(taken))
        else:
            messages.success(request, _("制度を作りました。続けて公募を作ってください。"))
            return redirect("calls:scheme", scheme.code)
    crumbs = way_to(Link(_("制度を作る"), ""))
    return render(request, "calls/scheme_new.html", {"form": form, "crumbs": crumbs})


def _scheme(request: SignedInRequest, code: str) -> Scheme:
    return get_object_or_404(queries.schemes_for_editing(request.person), code=code)


@require_safe
def scheme(request: SignedInRequest, code: str) -> HttpResponse:
    """One scheme: what it says, its calls of all years."""
    return _show(request, _scheme(request, code))


def _show(
    request: SignedInRequest, found: Scheme, *, end_form: EndSchemeForm | None = None, status: int = 200
) -> HttpResponse:
    calls = [(call, state_of(call)) for call in queries.calls_of(found)]
    context: dict[str, Any] = {
        "scheme": found,
        "crumbs": way_to_scheme(found),
        "calls": [(call, state, TONES[state]) for call, state in calls],
        "end_form": end_form or EndSchemeForm(scheme=found),
    }
    return render(request, "calls/scheme.html", context, status=status)


@once
@require_http_methods(ASKING)
def edit(request: SignedInRequest, code: str) -> HttpResponse:
    """A stale save shows both sides."""
    found = _scheme(request, code)
    form = SchemeForm(request.person, request.POST or None, scheme=found)
    crumbs = way_to_scheme(found, Link(_("名称と説明"), ""))
    context = {"scheme": found, "form": form, "revision": found.revision, "crumbs": crumbs}
    if form.is_valid():
        try:
            operations.change_scheme(found, form.cleaned_data, base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            context |= {"differences": form.differences(stale.now), "revision": stale.now.revision}
            return render(request, "calls/scheme_edit.html", context, status=409)
        messages.success(request, _("制度を保存しました。"))
        return redirect("calls:scheme", found.code)
    return render(request, "calls/scheme_edit.html", context)


@require_POST
@once
def end(request: SignedInRequest, code: str) -> HttpResponse:
    """End it after a year, or let it go on."""
    found = _scheme(request, code)
    form = EndSchemeForm(request.POST, scheme=found)
    if not form.is_valid():
        return _show(request, found, end_form=form, status=422)
    year = form.cleaned_data["ends_after"]
    try:
        operations.end_scheme(found, ends_after=year, base_revision=sent_revision(request), by=request.person)
    except StaleError as stale:
        messages.error(request, str(stale))
        return _show(request, _scheme(request, code), status=409)
    except operations.EndsTooEarlyError as refused:
        form.add_error("ends_after", str(refused))
        return _show(request, _scheme(request, code), end_form=form, status=409)
    messages.success(request, _("最後の年度を保存しました。"))
    return redirect("calls:scheme", found.code)


@once
@require_http_methods(ASKING)
def new_call(request: SignedInRequest, code: str) -> HttpResponse:
    """A call of the scheme: like an earlier one, or from nothing."""
    found = _scheme(request, code)
    others = list(queries.calls_of_others(request.person, found))
    form = NewCallForm(request.POST or None, scheme=found, calls=list(queries.calls_of(found)), others=others)
    if form.is_valid():
        year, number, source = form.cleaned_data["fiscal_year"], form.round_number, form.source
        if source is not None:
            call = copy_call(source, fiscal_year=year, round_number=number, scheme=found, by=request.person)
        else:
            call = call_operations.create_call(found, fiscal_year=year, round_number=number, by=request.person)
        messages.success(request, _("公募を作りました。足りないところを決めてから公表してください。"))
        return redirect("calls:edit", call.pk)
    crumbs = way_to_scheme(found, Link(_("公募を作る"), ""))
    return render(request, "calls/call_new.html", {"form": form, "scheme": found, "crumbs": crumbs})
