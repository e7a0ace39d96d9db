"""What was announced: the candidate's own place and its reasons, and who comes to an organisation."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.queries import outcomes
from kakehashi.services.jet.queries import placing as queries
from kakehashi.services.jet.queries.cycles import arrival_days
from kakehashi.services.jet.rules import candidates as rules
from kakehashi.services.jet.rules.requests import asks
from kakehashi.services.jet.views.candidates import application_of, candidates_link
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.requests import sheet_of, sheets_link


@require_safe
def candidate(request: SignedInRequest, pk: int) -> HttpResponse:
    found = application_of(request, pk)
    run = queries.announced_run(found.cycle)
    why = outcomes.why_candidate(run, found.number) if run is not None else None
    if run is None or why is None:
        raise Http404
    assignment = queries.visible_assignments(request.person).filter(application=found).first()
    back = Link(str(found), reverse("jet:candidate", args=[pk]))
    here = Link(_("配置"), "")
    way = [Link(_("わたしの応募"), reverse("jet:mine")), back, here]
    if rules.selects(request.person, found):
        way = crumbs(candidates_link(found.cycle), back, here)
    context = {"one": found, "run": run, "why": why, "assignment": assignment, "crumbs": way}
    context["has_contract"] = arrival_days(found.cycle).day(found.group, found.country_id) is not None
    return render(request, "jet/placed_candidate.html", context)


@require_safe
def organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    sheet = sheet_of(request, pk)
    run = queries.announced_run(sheet.cycle)
    if run is None or sheet.step != "accepted":
        raise Http404
    people = list(queries.visible_assignments(request.person).filter(line__sheet=sheet))
    rows: list[dict[str, Any]] = []
    days, comers = arrival_days(sheet.cycle), [one.application for one in people]
    for line in sheet.lines.order_by("number"):
        line.sheet = sheet
        here = [one.application for one in people if one.line_id == line.pk]
        rows.append({"line": line, "people": here, "why": outcomes.why_line(run, queries.line_id(line))})
    way = crumbs(sheets_link(sheet.cycle), Link(str(sheet.organisation), reverse("jet:sheet", args=[pk])))
    context = {"sheet": sheet, "run": run, "rows": rows, "crumbs": [*way, Link(_("配置"), "")]}
    context["with_contract"] = [one.pk for one in comers if days.day(one.group, one.country_id)]
    context["may_set_terms"] = asks(request.person, sheet)
    return render(request, "jet/placed_organisation.html", context)
