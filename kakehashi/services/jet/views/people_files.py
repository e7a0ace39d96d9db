"""Participants as an Excel file, out and in with a look before."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.exports import to_xlsx
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.exports.files import xlsx
from kakehashi.services.jet.flow import PARTICIPANT_FLOW
from kakehashi.services.jet.forms.participant_rows import NEEDED, ParticipantRowForm, row_values
from kakehashi.services.jet.forms.participants import countries_abroad
from kakehashi.services.jet.forms.requests import FileForm
from kakehashi.services.jet.forms.tables import header
from kakehashi.services.jet.models import Participant
from kakehashi.services.jet.operations import participants as operations
from kakehashi.services.jet.queries import participants as queries
from kakehashi.services.jet.queries.candidates import places_to_wish
from kakehashi.services.jet.views import bringing
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import council_only, participants_only
from kakehashi.services.jet.views.people import asked_of, people_link

PLACE = "people"


@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """Those whom the list shows."""
    participants_only(request)
    found = queries.find_participants(request.person, **asked_of(request))
    rows = (_cells(one) for one in found.iterator(500))
    columns = header(ParticipantRowForm([], {}))
    return xlsx(to_xlsx(columns, rows, sheet=_("参加者")), "jet-participants")


def _cells(one: Participant) -> list[str | int | dt.date]:
    """In the order of the columns of a row."""
    body = one.organisation
    who = [one.number, one.name, str(one.country), one.position, body.code, str(body)]
    joins = _("はい") if one.group_day else ""
    last = one.last_day or one.ends_on
    return [*who, one.arrived_on, one.count, joins, last, str(PARTICIPANT_FLOW.step(one.step).label)]


def _blank() -> ParticipantRowForm:
    countries = sorted(((one.alpha2, str(one)) for one in countries_abroad()), key=lambda pair: pair[1])
    return ParticipantRowForm(countries, {one.code: one for one in places_to_wish()})


@require_http_methods(["GET", "HEAD", "POST"])
@once
def take_in(request: SignedInRequest) -> HttpResponse:
    council_only(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        token = bringing.keep(request, form, _blank(), place=PLACE, needed=NEEDED)
        if token is not None:
            return redirect("jet:people_look", token)
    context = {"form": form, "crumbs": crumbs(people_link(), Link(_("ファイルを取り込む"), ""))}
    return render(request, "jet/people_import.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def look(request: SignedInRequest, token: str) -> HttpResponse:
    """What the file would change, before it does."""
    council_only(request)
    rows = bringing.kept(request, place=PLACE, token=token)
    if rows is None:
        return bringing.gone(request, "jet:people_import")
    known = queries.by_number({str(row.data.get("number", "")) for row in rows})
    found = _compared(rows, known)
    if request.method == "POST" and found.is_ready:
        brought = [
            (known.get(one.cleaned_data["number"]), one.values(), one.cleaned_data["joins"]) for one in found.forms
        ]
        try:
            added, changed = operations.take_in_participants(brought, by=request.person)
        except MoveRefusedError as refused:
            messages.error(request, str(refused))
        else:
            bringing.forget(request, place=PLACE, token=token)
            numbers = {"added": added, "changed": changed}
            messages.success(
                request, _("新しい参加者%(added)s人、変わった参加者%(changed)s人を取り込みました。") % numbers
            )
            return redirect("jet:people")
    return bringing.page(request, found, crumbs(people_link(), Link(_("取り込む前に確かめる"), "")))


def _compared(rows: list[Any], known: dict[str, Participant]) -> bringing.Compared[ParticipantRowForm]:
    blank = _blank()

    def stands(form: ParticipantRowForm) -> dict[str, Any] | None:
        before = known.get(form.cleaned_data["number"])
        if before is None:
            return None
        return {**row_values(before), **{name: form.cleaned_data[name] for name in ("body", "ends_on", "step")}}

    return bringing.compare(
        rows,
        lambda data: ParticipantRowForm(blank.known, blank.organisations, data),
        key=lambda form: form.cleaned_data["number"],
        known=stands,
        title=lambda form: f"{form.cleaned_data['number']} {form.cleaned_data['name']}",
    )
