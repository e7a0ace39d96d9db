"""The reappointment round: the list of a year, one with the answers of both sides, its moves."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.buttons import buttons, form_of
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.flow import REAPPOINTMENT_FLOW
from kakehashi.services.jet.flow.reappointments import ANSWERING
from kakehashi.services.jet.forms.reappointments import OrganisationForm, ParticipantForm
from kakehashi.services.jet.models import Cycle, Reappointment
from kakehashi.services.jet.operations import reappointments as operations
from kakehashi.services.jet.queries import reappointments as queries
from kakehashi.services.jet.rules import reappointments as rules
from kakehashi.services.jet.rules.participants import is_self
from kakehashi.services.jet.rules.requests import runs_programme
from kakehashi.services.jet.terms.reappointing import reason
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import council_only, cycle_of

PAGE = 50
SIDES = ("organisation", "participant")


def _cycle_link(cycle: Cycle) -> Link:
    return Link(_("%(cycle)sまでの再任用") % {"cycle": cycle}, reverse("jet:reappointments", args=[cycle.year]))


@require_safe
def index(request: SignedInRequest, year: int) -> HttpResponse:
    cycle = cycle_of(request, year)
    step = request.GET.get("step", "")
    found = queries.visible_reappointments(request.person).filter(cycle=cycle)
    if step in REAPPOINTMENT_FLOW.codes():
        found = found.filter(step=step)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    steps, table = queries.table(request.person, cycle)
    runs = runs_programme(request.person)
    context = {
        "cycle": cycle,
        "page": page,
        "rows": [(one, REAPPOINTMENT_FLOW.step(one.step)) for one in page],
        "steps": [(one.code, one.label) for one in REAPPOINTMENT_FLOW.steps],
        "labels": steps,
        "table": table,
        "step": step,
        "runs": runs,
        "to_ask": len(queries.ending(cycle)) if runs else 0,
        "crumbs": crumbs(Link(str(cycle), reverse("jet:cycle", args=[year])), Link(_("再任用"), "")),
    }
    return render(request, "jet/reappointments.html", context)


@require_POST
@once
def ask(request: SignedInRequest, year: int) -> HttpResponse:
    """Begin the round: everybody whose term ends in the year is asked in the background."""
    council_only(request)
    operations.begin_round(cycle_of(request, year), by=request.person)
    messages.success(request, _("任用が終わる人に、順に聞いています。"))
    return redirect("jet:reappointments", year)


def reappointment_of(request: SignedInRequest, pk: int) -> Reappointment:
    return get_object_or_404(queries.visible_reappointments(request.person), pk=pk)


@require_safe
def reappointment(request: SignedInRequest, pk: int) -> HttpResponse:
    return render(request, "jet/reappointment.html", _page(request, reappointment_of(request, pk)))


def _page(request: SignedInRequest, one: Reappointment, **more: Any) -> dict[str, Any]:
    def action(code: str) -> str:
        return reverse("jet:reappointment_move", args=[one.pk, code])

    is_open = one.step in ANSWERING
    person = request.person
    found = {"answer": one.organisation_answer, "reason": one.reason}
    here = Link(str(one.participant), "")
    return {
        "one": one,
        "step": REAPPOINTMENT_FLOW.step(one.step),
        "due": queries.due(one),
        "standing": reason(one.participant.arrival, one.participant.count),
        "organisation_form": OrganisationForm(initial=found, auto_id="organisation_%s")
        if is_open and rules.answers_for_organisation(person, one)
        else None,
        "participant_form": ParticipantForm(initial={"answer": one.participant_answer}, auto_id="participant_%s")
        if is_open and rules.answers_for_participant(person, one)
        else None,
        "is_self": is_self(person, one.participant),
        "story": [(passed, REAPPOINTMENT_FLOW.step(passed.to_step)) for passed in queries.story(one)],
        "crumbs": [here] if is_self(person, one.participant) else crumbs(_cycle_link(one.cycle), here),
        **buttons(REAPPOINTMENT_FLOW, one, person, action=action, form=more.pop("form", None)),
        **more,
    }


@require_POST
@once
def answer(request: SignedInRequest, pk: int, side: str) -> HttpResponse:
    """What one side says."""
    one = reappointment_of(request, pk)
    if side not in SIDES:
        raise Http404
    is_organisation = side == "organisation"
    permit = rules.answers_for_organisation if is_organisation else rules.answers_for_participant
    if not permit(request.person, one):
        raise NotPermittedError(_("この回答を入れられるのは、答える側の人だけです。"))
    form: Any = (OrganisationForm if is_organisation else ParticipantForm)(request.POST, auto_id=f"{side}_%s")
    if form.is_valid():
        try:
            _keep_answer(request, one, form.cleaned_data)
        except MoveRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("回答を保存しました。"))
            return redirect("jet:reappointment", pk)
    context = _page(request, reappointment_of(request, pk)) | {f"{side}_form": form}
    return render(request, "jet/reappointment.html", context, status=422)


def _keep_answer(request: SignedInRequest, one: Reappointment, said: dict[str, Any]) -> None:
    if "reason" in said:
        operations.answer_for_organisation(one, said["answer"], said["reason"], by=request.person)
    else:
        operations.answer_for_participant(one, said["answer"], by=request.person)


@require_POST
@once
def move(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    one = reappointment_of(request, pk)
    if code not in {each.code for each in REAPPOINTMENT_FLOW.moves}:
        raise Http404
    form = form_of(REAPPOINTMENT_FLOW, code, request.POST)
    if not form.is_valid():
        return render(request, "jet/reappointment.html", _page(request, one, form=form), status=422)
    try:
        operations.move_reappointment(
            one, code, by=request.person, note=form.cleaned_data["note"], base_revision=sent_revision(request)
        )
    except MoveRefusedError as refused:
        context = _page(request, reappointment_of(request, pk), form=form, refused=str(refused))
        return render(request, "jet/reappointment.html", context, status=409)
    messages.success(request, _("「%(move)s」を行いました。") % {"move": REAPPOINTMENT_FLOW.move(code).label})
    return redirect("jet:reappointment", pk)
