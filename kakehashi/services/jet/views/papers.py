"""Contracts and notices as PDF, and the terms that an organisation's contracts say."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.exports import papers
from kakehashi.services.jet.exports.files import pdf
from kakehashi.services.jet.forms.costs import TermsForm
from kakehashi.services.jet.models import Assignment
from kakehashi.services.jet.operations.costs import set_terms
from kakehashi.services.jet.queries import placing as queries
from kakehashi.services.jet.queries.costs import contract_terms, planning_organisations
from kakehashi.services.jet.queries.participants import served
from kakehashi.services.jet.views.candidates import application_of
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.people import participant_of
from kakehashi.services.jet.views.requests import sheet_of


@require_safe
def contract(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Of the part of the terms with this number, in the order in which they are served."""
    one = participant_of(request, pk)
    spells = served(one)
    if not 1 <= number <= len(spells):
        raise Http404
    return pdf(papers.contract_of(one, *spells[number - 1]), f"jet-contract-{pk}-{number}")


@require_safe
def for_candidate(request: SignedInRequest, pk: int, paper: str) -> HttpResponse:
    found = application_of(request, pk)
    assignment = get_object_or_404(queries.visible_assignments(request.person), application=found)
    return _paper(assignment, paper, is_candidate=True)


@require_safe
def for_organisation(request: SignedInRequest, pk: int, application_pk: int, paper: str) -> HttpResponse:
    sheet = sheet_of(request, pk)
    visible = queries.visible_assignments(request.person).filter(line__sheet=sheet)
    found = next((one for one in visible if one.application_id == application_pk), None)
    if found is None:
        raise Http404
    return _paper(found, paper, is_candidate=False)


def _paper(assignment: Assignment, paper: str, *, is_candidate: bool) -> HttpResponse:
    number = assignment.application.number
    if paper == "notice":
        return pdf(papers.notice_of(assignment, for_candidate=is_candidate), f"jet-notice-{number}")
    if paper != "contract":
        raise Http404
    try:
        return pdf(papers.planned_contract(assignment), f"jet-contract-{number}")
    except LookupError:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
@once
def terms(request: SignedInRequest, code: str) -> HttpResponse:
    """What the contracts of one's own organisation say."""
    body = get_object_or_404(planning_organisations(request.person), code=code)
    found = contract_terms(body)
    form = TermsForm(request.POST or None, instance=contract_terms(body))
    title = _("契約書に入れる条件")
    context = {
        "form": form,
        "body": body,
        "title": title,
        "revision": found.revision,
        "crumbs": crumbs(Link(title, "")),
    }
    if request.method == "POST" and form.is_valid():
        try:
            set_terms(found, form.cleaned_data, base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            context |= {"differences": form.differences(stale.now), "revision": stale.now.revision}
            return render(request, "jet/terms.html", context, status=409)
        messages.success(request, _("契約書に入れる条件を保存しました。"))
        return redirect("jet:terms", code)
    return render(request, "jet/terms.html", context, status=422 if form.errors else 200)
