"""What lies beside a case: its checklist and the cases that belong to it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.cases import queries, rules
from kakehashi.engines.cases.forms.beside import AddCheckForm, LinkForm
from kakehashi.engines.cases.operations.checks import add_check, remove_check, save_checks
from kakehashi.engines.cases.operations.links import link_cases, unlink
from kakehashi.engines.cases.queries.links import SHOWN, linkable, links_of
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once


@require_POST
@once
def checks(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ticks as they are now against ticks as they were on the page: only what this person changed is changed."""
    case = get_object_or_404(queries.visible_cases(request.person), pk=pk)
    shown, ticked, were = (_ids(request, name) for name in ("shown", "done", "was"))
    save_checks(case, {one: one in ticked for one in shown if (one in ticked) != (one in were)}, by=request.person)
    messages.success(request, _("チェックリストを保存しました。"))
    return redirect("cases:case", pk)


def _ids(request: SignedInRequest, name: str) -> set[int]:
    return {int(one) for one in request.POST.getlist(name) if one.isascii() and one.isdigit() and len(one) < 10}


@require_POST
@once
def check_add(request: SignedInRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(queries.visible_cases(request.person), pk=pk)
    form = AddCheckForm(request.POST)
    if form.is_valid():
        add_check(case, form.cleaned_data["text"], by=request.person)
        messages.success(request, _("チェックリストに加えました。"))
    elif rules.may_tick(request.person, case):
        messages.error(request, _("確かめることを200字までで書いてください。"))
    else:
        raise NotPermittedError
    return redirect("cases:case", pk)


@require_POST
@once
def check_remove(request: SignedInRequest, pk: int, check_pk: int) -> HttpResponse:
    case = get_object_or_404(queries.visible_cases(request.person), pk=pk)
    if not rules.may_tick(request.person, case):
        raise NotPermittedError
    check = get_object_or_404(case.checks, pk=check_pk)
    check.case = case
    remove_check(check, by=request.person)
    messages.success(request, _("チェックリストから外しました。"))
    return redirect("cases:case", pk)


@once
def link_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Search among the cases this person sees, choose one, say why."""
    case = get_object_or_404(queries.visible_cases(request.person), pk=pk)
    if not rules.may_link(request.person, case):
        raise NotPermittedError
    text = request.GET.get("q", "")[:100]
    found = linkable(case, request.person, text)
    form = LinkForm(found, SHOWN, request.POST or None)
    if form.is_valid():
        link_cases(case, form.cleaned_data["other"], why=form.cleaned_data["why"], by=request.person)
        messages.success(request, _("関係する案件を加えました。"))
        return redirect("cases:case", pk)
    context = {"case": case, "form": form, "text": text, "total": found.count(), "shown": SHOWN}
    return render(request, "cases/link_new.html", context)


@require_POST
@once
def link_remove(request: SignedInRequest, pk: int, link_pk: int) -> HttpResponse:
    case = get_object_or_404(queries.visible_cases(request.person), pk=pk)
    linked = next((one for one in links_of(case, request.person) if one.link.pk == link_pk), None)
    if linked is None:
        raise Http404
    unlink(linked.link, by=request.person)
    messages.success(request, _("関係する案件から外しました。"))
    return redirect("cases:case", pk)
