"""Years of the programme: the list, one with its days and plan, and changing them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.forms.cycles import CycleForm, DeadlineForm
from kakehashi.services.jet.models import Cycle
from kakehashi.services.jet.operations import cycles as operations
from kakehashi.services.jet.queries import cycles as queries
from kakehashi.services.jet.queries.requests import counted, posts_by_position
from kakehashi.services.jet.rules.requests import runs_programme
from kakehashi.services.jet.views.gates import council_only, cycle_of, participants_only


def crumbs(*links: Link) -> list[Link]:
    return [Link(_("JETプログラム"), reverse("jet:home")), *links]


def _of(cycle: Cycle) -> Link:
    return Link(str(cycle), reverse("jet:cycle", args=[cycle.year]))


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    participants_only(request)
    context = {
        "cycles": queries.visible_cycles(request.person),
        "runs": runs_programme(request.person),
        "crumbs": crumbs(Link(_("年次"), "")),
    }
    return render(request, "jet/cycles.html", context)


@require_safe
def cycle(request: SignedInRequest, year: int) -> HttpResponse:
    found = cycle_of(request, year)
    return render(request, "jet/cycle.html", _page(request, found))


def _page(request: SignedInRequest, found: Cycle) -> dict[str, Any]:
    runs = runs_programme(request.person)
    return {
        "cycle": found,
        "deadlines": queries.deadlines(found),
        "groups": queries.groups_of(found).items(),
        "counted": counted(request.person, found),
        "posts": posts_by_position(found).items() if runs else (),
        "runs": runs,
        "places": runs or standing(request.person).may(Permission.APPROVE_PLACEMENT),
        "form": DeadlineForm(found) if runs else None,
        "crumbs": crumbs(Link(str(found), "")),
    }


@once
def new(request: SignedInRequest) -> HttpResponse:
    council_only(request)
    form = CycleForm(request.POST or None)
    if form.is_valid():
        try:
            made = operations.make_cycle(form.values(), by=request.person)
        except MoveRefusedError as refused:
            form.add_error("year", str(refused))
        else:
            messages.success(request, _("年次を作りました。日程と国別計画を入れてください。"))
            return redirect("jet:cycle", made.year)
    context = {"form": form, "crumbs": crumbs(Link(_("年次を作る"), ""))}
    return render(request, "jet/cycle_edit.html", context, status=422 if form.is_bound else 200)


@once
def edit(request: SignedInRequest, year: int) -> HttpResponse:
    council_only(request)
    found = cycle_of(request, year)
    form = CycleForm(request.POST or None, instance=cycle_of(request, year))
    context = {
        "form": form,
        "cycle": found,
        "revision": found.revision,
        "crumbs": crumbs(_of(found), Link(_("年次を直す"), "")),
    }
    if form.is_valid():
        try:
            operations.change_cycle(found, form.values(), base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            context |= {"differences": form.differences(stale.now), "revision": stale.now.revision}
            return render(request, "jet/cycle_edit.html", context, status=409)
        messages.success(request, _("年次を保存しました。"))
        return redirect("jet:cycle", year)
    return render(request, "jet/cycle_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def deadline(request: SignedInRequest, year: int) -> HttpResponse:
    """Add a day, or move the one that is there for the same countries."""
    council_only(request)
    found = cycle_of(request, year)
    form = DeadlineForm(found, request.POST)
    if not form.is_valid():
        return render(request, "jet/cycle.html", _page(request, found) | {"form": form}, status=422)
    operations.set_deadline(found, form.cleaned_data, by=request.person)
    messages.success(request, _("日程を保存しました。"))
    return redirect("jet:cycle", year)


@require_POST
@once
def deadline_drop(request: SignedInRequest, year: int, pk: int) -> HttpResponse:
    council_only(request)
    found = get_object_or_404(cycle_of(request, year).deadlines.select_related("cycle"), pk=pk)
    operations.drop_deadline(found, by=request.person)
    messages.success(request, _("日程を消しました。"))
    return redirect("jet:cycle", year)
