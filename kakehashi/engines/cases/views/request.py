"""The request while it is written: form, autosave, precedents beside it, check, submit."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.cases import queries, rules
from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.flow import CASE_FLOW
from kakehashi.engines.cases.forms import AttachForm
from kakehashi.engines.cases.models import Case, Paper
from kakehashi.engines.cases.operations.moves import MOVES
from kakehashi.engines.cases.operations.requests import save_paper
from kakehashi.engines.cases.queries.holidays import days_beside
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError, open_moves
from kakehashi.foundation.forms import filling
from kakehashi.foundation.forms.display import display, display_answers
from kakehashi.foundation.forms.fill import AnswerForm, checked
from kakehashi.foundation.forms.filling import Save
from kakehashi.foundation.organisations.models import Person

SUBMITTING = ("submit", "submit_to_branch", "begin", "log")


def paper_for(request: SignedInRequest, pk: int, kind: PaperKind, round_number: int = 1) -> tuple[Case, Paper]:
    """The case and its paper; 404 where either is not for this person."""
    case = get_object_or_404(queries.whole_case(request.person), pk=pk)
    paper = get_object_or_404(case.papers.select_related("sheet__version"), kind=kind, round=round_number)
    paper.case = case
    return case, paper


def fill_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form of the request."""
    case, paper = paper_for(request, pk, PaperKind.REQUEST)
    if not rules.may_fill(request.person, paper):
        return _closed_meanwhile(request, paper) if request.method == "POST" else redirect("cases:case", case.pk)
    return fill_paper(request, paper, "cases/request.html", next_url="cases:check", sought=True)


def _closed_meanwhile(request: SignedInRequest, paper: Paper) -> HttpResponse:
    """A colleague handed it in first: nothing is saved; what was typed is shown, to be sent as a message."""
    form = AnswerForm(paper.sheet.version, complete=False, data=request.POST, answers=paper.sheet.answers)
    typed = display_answers(paper.sheet.version, form.answers)
    return render(request, "cases/closed_meanwhile.html", {"case": paper.case, "sections": typed}, status=409)


def fill_paper(
    request: SignedInRequest,
    paper: Paper,
    template: str,
    *,
    next_url: str,
    sought: bool = False,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a paper's form, or keep what was sent: as a draft, with a row more, or on to checking."""
    case = paper.case
    found = filling.fill(request, paper.sheet, _saving(request, paper))
    context: dict[str, Any] = {"case": case, "paper": paper, "next_url": next_url} | (more or {}) | found.context
    if found.is_stale:
        return render(request, "cases/conflict.html", context, status=found.status)
    if found.goes_on:
        return redirect(next_url, *_address(paper))
    if sought:
        context |= beside(request, case, found.sheet.answers) | {"attach_form": AttachForm()}
    return render(request, template, context)


def _saving(request: SignedInRequest, paper: Paper) -> Save:
    return lambda answers, revision: save_paper(paper, answers, base_revision=revision, by=request.person)


def _address(paper: Paper) -> tuple[Any, ...]:
    return (paper.case_id,) if paper.kind == PaperKind.REQUEST else (paper.case_id, paper.kind, paper.round)


@require_POST
def autosave(request: SignedInRequest, pk: int) -> JsonResponse:
    """What the page sends every few seconds."""
    kind, round_number = request.GET.get("paper", PaperKind.REQUEST), request.GET.get("round", "1")
    if kind not in PaperKind.values or round_number not in {"1", "2"}:
        return JsonResponse({}, status=404)
    _case, paper = paper_for(request, pk, PaperKind(kind), int(round_number))
    return filling.autosave(request, paper.sheet, _saving(request, paper))


def beside(request: SignedInRequest, case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """What stands beside the form: precedents like this plan, holidays of both sides, what the offices want known."""
    hosts = tuple(str(row.get("name", "")) for row in answers.get("hosts", []) if isinstance(row, dict))
    sought = queries.Sought(
        hosts=hosts,
        theme=str(answers.get("theme", "")),
        country=str(answers.get("country") or case.country_id or ""),
        city=str(answers.get("city", "")),
        text=str(answers.get("title", "")),
    )
    return {
        "alike": queries.precedents_like(sought, request.person),
        "settings": queries.settings_of(case),
        "days": days_beside(case, answers),
    }


def precedents_beside(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same column again while the form is typed: the values come as they stand in the form, unsaved."""
    case, paper = paper_for(request, pk, PaperKind.REQUEST)
    form = AnswerForm(paper.sheet.version, complete=False, data=request.GET, answers=paper.sheet.answers)
    return TemplateResponse(request, "cases/_beside.html", {"case": case} | beside(request, case, form.answers))


@once
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Check your answers; then hand the request in."""
    case, paper = paper_for(request, pk, PaperKind.REQUEST)
    if not rules.may_fill(request.person, paper):
        return redirect("cases:case", case.pk)
    problem = ""
    if request.method == "POST":
        try:
            MOVES[_submitting(case, request.person)](case, by=request.person)
        except MoveRefusedError as refused:
            problem = str(refused)
        else:
            return redirect("cases:receipt", case.pk)
    form = checked(paper.sheet.version, paper.sheet.answers)
    context = {"case": case, "sections": display(paper.sheet), "form": form, "problem": problem}
    move = CASE_FLOW.move(_submitting(case, request.person))
    context |= {"move": move, "submit_label": submit_words(case, move.code)}
    context["late"] = _late(case)
    return render(request, "cases/check.html", context)


def _submitting(case: Case, person: Person) -> str:
    """The move by which this request leaves the draft; what was sent back is answered, not submitted again."""
    return next((one.move.code for one in open_moves(CASE_FLOW, case, person) if one.move.code in SUBMITTING), "submit")


def submit_words(case: Case, code: str) -> str:
    """パリ事務所へ依頼する; other ways of handing in keep the words of their move."""
    if code == "submit":
        return _("%(office)sへ依頼する") % {"office": case.office}
    return str(CASE_FLOW.move(code).label)


def _late(case: Case) -> int | None:
    """By how many days the office's lead time is missed, if it is; what the office begins itself is never late."""
    setting = queries.setting_of(case.office)
    return queries.days_late(case, setting) if setting and not case.is_own else None


def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was handed in, and what happens next."""
    case = get_object_or_404(queries.whole_case(request.person).exclude(number=None), pk=pk)
    return render(request, "cases/receipt.html", {"case": case})
