"""The papers after the visit: result, report, follow-up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.cases import rules
from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.flow import CASE_FLOW
from kakehashi.engines.cases.models import Case, Paper
from kakehashi.engines.cases.operations.moves import MOVES
from kakehashi.engines.cases.operations.papers import IncompletePaperError, submit_paper
from kakehashi.engines.cases.views.request import fill_paper, paper_for
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError, open_moves
from kakehashi.foundation.forms.display import ShownSection, display
from kakehashi.foundation.forms.fill import checked
from kakehashi.foundation.organisations.models import Person

AFTERWARDS = {PaperKind.ANSWER, PaperKind.RESULT, PaperKind.REPORT, PaperKind.FOLLOW_UP}
DELIVERING = ("deliver", "deliver_and_close")  # the answer goes out by a move of the case


def paper(request: SignedInRequest, pk: int, kind: str, round_number: int) -> HttpResponse:
    """Fill it in while it is yours; read it after."""
    if kind not in AFTERWARDS:
        raise Http404
    case, found = paper_for(request, pk, PaperKind(kind), round_number)
    if not rules.may_fill(request.person, found):
        if found.submitted_at is None:
            raise Http404
        context: dict[str, Any] = {"case": case, "paper": found, "sections": display(found.sheet)}
        return render(request, "cases/paper_read.html", context)
    more = {"on_record": _on_record(case) if found.kind == PaperKind.FOLLOW_UP else []}
    return fill_paper(request, found, "cases/paper.html", next_url="cases:paper_check", more=more)


def _on_record(case: Case) -> list[tuple[str, list[ShownSection]]]:
    """The answer or the result, as the client is asked to confirm it."""
    papers = case.papers.select_related("sheet__version").filter(submitted_at__isnull=False)
    return [(paper.label, display(paper.sheet)) for paper in papers if paper.kind in {"answer", "result"}]


def follow_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """The way from a notice to the first follow-up."""
    return redirect("cases:paper", pk, PaperKind.FOLLOW_UP.value, 1)


def _hand_in(case: Case, paper: Paper, person: Person) -> None:
    """A paper is submitted; the answer goes out by the move of its case."""
    if paper.kind != PaperKind.ANSWER:
        submit_paper(paper, by=person)
        return
    codes = [one.move.code for one in open_moves(CASE_FLOW, case, person)]
    MOVES[next((code for code in DELIVERING if code in codes), "deliver")](case, by=person)


@once
def paper_check(request: SignedInRequest, pk: int, kind: str, round_number: int) -> HttpResponse:
    """Check, then hand in."""
    if kind not in AFTERWARDS:
        raise Http404
    case, found = paper_for(request, pk, PaperKind(kind), round_number)
    if not rules.may_fill(request.person, found):
        return redirect("cases:case", pk)
    problem = ""
    if request.method == "POST":
        try:
            _hand_in(case, found, request.person)
        except (IncompletePaperError, MoveRefusedError) as refused:
            problem = str(refused)
        else:
            messages.success(request, _("「%(paper)s」を提出しました。") % {"paper": found.get_kind_display()})
            return redirect("cases:case", pk)
    form = checked(found.sheet.version, found.sheet.answers)
    context = {"case": case, "paper": found, "sections": display(found.sheet), "form": form, "problem": problem}
    return render(request, "cases/paper_check.html", context)
