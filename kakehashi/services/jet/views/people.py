"""Participants: the list, one with the terms, and what is written of them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.choices import Position
from kakehashi.services.jet.flow import PARTICIPANT_FLOW
from kakehashi.services.jet.forms.participants import (
    CausesForm,
    LeaveForm,
    ParticipantForm,
    ReturnForm,
    TransferForm,
)
from kakehashi.services.jet.models import Participant
from kakehashi.services.jet.operations import participants as operations
from kakehashi.services.jet.queries import participants as queries
from kakehashi.services.jet.rules import participants as rules
from kakehashi.services.jet.rules.requests import runs_programme
from kakehashi.services.jet.terms.reappointing import reason
from kakehashi.services.jet.terms.returning import ReturnTravel, return_travel
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import council_only, participants_only

PAGE = 50
ASKED = ("q", "step", "position", "year", "body")
CAUSES_TOLD = ("leaving", "left")


def participant_of(request: SignedInRequest, pk: int) -> Participant:
    return get_object_or_404(queries.visible_participants(request.person), pk=pk)


def people_link() -> Link:
    return Link(_("参加者"), reverse("jet:people"))


def _way(one: Participant, words: str = "") -> list[Link]:
    here = Link(str(one), reverse("jet:participant", args=[one.pk]) if words else "")
    return crumbs(people_link(), here, *([Link(words, "")] if words else []))


def asked_of(request: SignedInRequest) -> dict[str, str]:
    """What the list is narrowed by."""
    return {name: request.GET.get(name, "")[:80].replace("\0", "") for name in ASKED}


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    participants_only(request)
    asked = asked_of(request)
    found = queries.find_participants(request.person, **asked)
    page = Paginator(found.values_list("pk", flat=True), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, PARTICIPANT_FLOW.step(one.step)) for one in queries.in_order(page.object_list)],
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "steps": [(step.code, step.label) for step in PARTICIPANT_FLOW.steps],
        "positions": Position.choices,
        "counted": queries.counted(request.person),
        "runs": runs_programme(request.person),
        "query": request.GET.urlencode(),
        "crumbs": crumbs(Link(_("参加者"), "")),
    }
    return render(request, "jet/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: SignedInRequest) -> HttpResponse:
    """Somebody who is there already."""
    council_only(request)
    form = ParticipantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.add_participant(form.values(), joins=form.cleaned_data["joins"], by=request.person)
        except MoveRefusedError as refused:
            form.add_error("arrived_on", str(refused))
        else:
            return redirect("jet:participant", made.pk)
    context = {"form": form, "title": _("参加者を登録する"), "crumbs": crumbs(people_link(), Link(_("登録"), ""))}
    return render(request, "jet/participant_form.html", context, status=422 if form.errors else 200)


@require_safe
def participant(request: SignedInRequest, pk: int) -> HttpResponse:
    one = participant_of(request, pk)
    context = {
        "one": one,
        "step": PARTICIPANT_FLOW.step(one.step),
        "served": queries.served(one),
        "standing": reason(one.arrival, one.count) if one.step == "active" else "",
        "transfers": one.transfers.select_related("origin", "organisation"),
        "travel": _travel(one),
        "story": [(passed, PARTICIPANT_FLOW.step(passed.to_step)) for passed in queries.story(one)],
        "crumbs": _way(one),
        **_ways(request, one),
    }
    return render(request, "jet/participant.html", context)


def _travel(one: Participant) -> ReturnTravel:
    return return_travel(
        one.terms[-1], has_new_contract=one.has_new_contract, leaves_japan_on=one.leaves_japan_on, stays=one.stays
    )


def _ways(request: SignedInRequest, one: Participant) -> dict[str, Any]:
    """What this person may do and read."""
    runs = runs_programme(request.person)
    side = rules.side_of(request.person, one)
    return {
        "causes": one.causes.all() if runs else one.causes.filter(said_by=str(side)),
        "reappointment": one.reappointments.order_by("-cycle__year").first(),
        "may_set_terms": rules.employs(request.person, one),
        "may_leave": one.step == "active" and rules.reports(request.person, one),
        "may_stay": one.step == "leaving" and runs,
        "may_tell": one.step in CAUSES_TOLD,
        "may_transfer": one.step == "active" and runs,
        "vacancy": getattr(one, "vacancy", None) if not rules.is_self(request.person, one) else None,
    }


def _written(
    request: SignedInRequest, one: Participant, form: forms.Form, title: str, write: Callable[[], object]
) -> HttpResponse:
    """A page with one form: what it holds is written, or told back with what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            write()
        except MoveRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("保存しました。"))
            return redirect("jet:participant", one.pk)
    context: dict[str, Any] = {"one": one, "form": form, "title": title, "crumbs": _way(one, title)}
    return render(request, "jet/participant_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    one = participant_of(request, pk)
    if not rules.reports(request.person, one):
        raise NotPermittedError(_("任用団体、取りまとめ団体、協会の人だけが使えます。"))
    form = LeaveForm(request.POST or None)
    title = _("途中退職を連絡する")
    return _written(
        request, one, form, title, lambda: operations.report_leaving(one, form.cleaned_data, by=request.person)
    )


@require_POST
@once
def stay(request: SignedInRequest, pk: int) -> HttpResponse:
    one = participant_of(request, pk)
    try:
        operations.stay(one, by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("退職の連絡を取り消しました。"))
    return redirect("jet:participant", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def causes(request: SignedInRequest, pk: int) -> HttpResponse:
    one = participant_of(request, pk)
    form = CausesForm(request.POST or None)

    def write() -> None:
        said = form.cleaned_data
        operations.tell_causes(one, said["primary"], said["contributing"], by=request.person)

    return _written(request, one, form, _("途中退職の理由"), write)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def transfer(request: SignedInRequest, pk: int) -> HttpResponse:
    council_only(request)
    one = participant_of(request, pk)
    form = TransferForm(request.POST or None)

    def write() -> None:
        operations.transfer(one, form.values(), agreed=form.cleaned_data["agreed"], by=request.person)

    return _written(request, one, form, _("ほかの団体に移る"), write)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def travel(request: SignedInRequest, pk: int) -> HttpResponse:
    """What decides on the travel home."""
    one = participant_of(request, pk)
    form = ReturnForm(request.POST or None, initial=ReturnForm.initial_of(one))
    return _written(
        request, one, form, _("帰国の旅行"), lambda: operations.set_return(one, form.values(), by=request.person)
    )
