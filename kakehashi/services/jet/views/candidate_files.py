"""Candidates as an Excel file, out and in with a look before."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.exports.files import xlsx
from kakehashi.services.jet.forms.candidates import CandidateRowForm, row_values
from kakehashi.services.jet.forms.requests import FileForm, countries_of
from kakehashi.services.jet.forms.tables import file_of
from kakehashi.services.jet.models import Application, Cycle
from kakehashi.services.jet.operations import candidates as operations
from kakehashi.services.jet.queries import candidates as queries
from kakehashi.services.jet.views import bringing
from kakehashi.services.jet.views.candidates import candidates_link
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import cycle_of, selectors_only

NEEDED = ("mission", "number", "name", "country", "position", "group")


def _blank(request: SignedInRequest, cycle: Cycle) -> CandidateRowForm:
    missions = {one.code: one for one in queries.entering_missions(request.person)}
    places = {one.code: one for one in queries.places_to_wish()}
    return CandidateRowForm(countries_of(cycle), missions, places)


def _known(request: SignedInRequest, cycle: Cycle) -> dict[str, Application]:
    found = queries.visible_applications(request.person).filter(cycle=cycle)
    return {one.number: one for one in found.prefetch_related("choices__place").order_by("number")}


@require_safe
def export(request: SignedInRequest, year: int) -> HttpResponse:
    """All candidates this person may read."""
    selectors_only(request)
    cycle = cycle_of(request, year)
    rows = map(row_values, _known(request, cycle).values())
    return xlsx(file_of(_blank(request, cycle), rows, sheet=_("候補者")), f"jet-candidates-{year}")


@require_POST
@once
def take_in(request: SignedInRequest, year: int) -> HttpResponse:
    selectors_only(request)
    cycle = cycle_of(request, year)
    form = FileForm(request.POST, request.FILES)
    if token := bringing.keep(request, form, _blank(request, cycle), place=f"candidates:{year}", needed=NEEDED):
        return redirect("jet:candidates_look", year, token)
    way = crumbs(candidates_link(cycle), Link(_("ファイルを取り込む"), ""))
    return render(request, "jet/candidates_import.html", {"cycle": cycle, "form": form, "crumbs": way}, status=422)


@once
def look(request: SignedInRequest, year: int, token: str) -> HttpResponse:
    """What the file would change, before it does."""
    selectors_only(request)
    cycle = cycle_of(request, year)
    rows = bringing.kept(request, place=f"candidates:{year}", token=token)
    if rows is None:
        return bringing.gone(request, "jet:candidates", year)
    known = _known(request, cycle)
    found = _compared(request, cycle, rows, known)
    if request.method == "POST" and found.is_ready:
        brought = [_brought(form, known) for form in found.forms]
        try:
            added, changed = operations.take_in_applications(cycle, brought, by=request.person)
        except MoveRefusedError as refused:
            messages.error(request, str(refused))
        else:
            bringing.forget(request, place=f"candidates:{year}", token=token)
            numbers = {"added": added, "changed": changed}
            messages.success(
                request, _("新しい応募者%(added)s人、変わった応募者%(changed)s人を取り込みました。") % numbers
            )
            return redirect("jet:candidates", year)
    return bringing.page(request, found, crumbs(candidates_link(cycle), Link(_("取り込む前に確かめる"), "")))


def _compared(
    request: SignedInRequest, cycle: Cycle, rows: list[Any], known: dict[str, Application]
) -> bringing.Compared[CandidateRowForm]:
    blank = _blank(request, cycle)

    def stands(form: CandidateRowForm) -> dict[str, Any] | None:
        before = known.get(form.cleaned_data["number"])
        return row_values(before) if before else None

    return bringing.compare(
        rows,
        lambda data: CandidateRowForm(blank.known, blank.missions, blank.places, data),
        key=lambda form: form.cleaned_data["number"],
        known=stands,
        title=lambda form: f"{form.cleaned_data['number']} {form.cleaned_data['name']}",
    )


def _brought(form: CandidateRowForm, known: dict[str, Application]) -> operations.BroughtCandidate:
    data = form.cleaned_data
    return operations.BroughtCandidate(
        known.get(data["number"]),
        form.missions[data["mission"]],
        form.values(),
        form.wishes(),
        data["partner"],
        data["result"],
    )
