"""Papers after the decision: filled in, checked, handed in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Application, Paper
from kakehashi.engines.calls.operations.papers import hand_in, keep_paper
from kakehashi.engines.calls.queries.changes import weigh
from kakehashi.engines.calls.queries.papers import differences, visible_papers
from kakehashi.engines.calls.queries.reporting import plan_and_actual, report_start
from kakehashi.engines.calls.rules import is_desk, may_edit_application, may_fill
from kakehashi.engines.calls.rules.afterwards import sent_person
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.attaching import described, keeper
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.forms import filling
from kakehashi.foundation.forms.display import display
from kakehashi.foundation.forms.fill import checked
from kakehashi.foundation.forms.models import Answers, AnswerSheet
from kakehashi.foundation.organisations.models import Person


def report_section(application: Application, person: Person) -> dict[str, Any] | None:
    """The report: to be filled in by the applicant, to be read by everybody else once it is in."""
    paper = visible_papers(person).filter(application=application, kind=PaperKind.REPORT).order_by("-round").first()
    if paper is None:
        return None
    fills = may_fill(person, paper)
    if not fills and not paper.submitted_at:
        return None
    compared = None if fills else plan_and_actual(paper)
    return {"paper": paper, "fills": fills, "application": application, "compared": compared}


def _paper(request: SignedInRequest, pk: int, paper_pk: int) -> Paper:
    found = visible_papers(request.person).exclude(kind=PaperKind.APPLICATION)
    return get_object_or_404(found, pk=paper_pk, application__pk=pk)


def _home(paper: Paper, person: Person) -> str:
    """From where this person came to the paper; whoever was sent does not see the application."""
    if paper.kind == PaperKind.APPRAISAL_BY_SENT and person == sent_person(paper.application):
        return reverse("calls:sent")
    return reverse("calls:application", args=[paper.application_id])


def _back(paper: Paper, person: Person) -> HttpResponse:
    if paper.kind == PaperKind.CHANGE:
        return redirect("calls:change", paper.application_id, paper.change.pk)
    return redirect(_home(paper, person))


def _saving(paper: Paper, person: Person) -> filling.Save:
    def save(answers: Answers, base_revision: int) -> AnswerSheet:
        return keep_paper(paper, answers, base_revision=base_revision, by=person)

    return save


def paper(request: SignedInRequest, pk: int, paper_pk: int) -> HttpResponse:
    """Fill it in while it is yours; read it after."""
    found = _paper(request, pk, paper_pk)
    context: dict[str, Any] = {"paper": found, "application": found.application}
    context |= {"home_url": _home(found, request.person), "is_from_plan": False}
    if not may_fill(request.person, found):
        context |= {
            "sections": display(found.sheet, describe_files=described),
            "differences": differences(found, describe_files=described),
            "compared": plan_and_actual(found),
        }
        return render(request, "calls/paper_read.html", context)
    if request.method == "GET" and (start := report_start(found)):
        found.sheet.answers, context["is_from_plan"] = start, True
    filled = filling.fill(
        request,
        found.sheet,
        _saving(found, request.person),
        describe_files=described,
        store=keeper(about=found.application.ref, by=request.person, permit=True),
    )
    if filled.goes_on:
        return redirect("calls:paper_check", pk, paper_pk)
    return render(request, "calls/paper.html", context | filled.context | {"filling": filled}, status=filled.status)


def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """To what this person does with the report now: hand it in, send fields back, read it."""
    found = visible_papers(request.person).filter(application__pk=pk, kind=PaperKind.REPORT).order_by("-round").first()
    if found is None:
        raise Http404
    name = "paper"
    if may_fill(request.person, found):
        name = "paper_check"
    elif found.application.step == "report_in" and is_desk(request.person, found.application):
        return redirect("calls:send_back", found.pk)
    elif found.application.step == "report_returned" and may_edit_application(request.person, found.application):
        return redirect("calls:mend", found.pk)
    return redirect(f"calls:{name}", pk, found.pk)


@require_POST
def paper_autosave(request: SignedInRequest, pk: int, paper_pk: int) -> JsonResponse:
    """What the page sends every few seconds."""
    found = _paper(request, pk, paper_pk)
    return filling.autosave(request, found.sheet, _saving(found, request.person))


@once
def paper_check(request: SignedInRequest, pk: int, paper_pk: int) -> HttpResponse:
    """Check the answers, then hand them in."""
    found = _paper(request, pk, paper_pk)
    if not may_fill(request.person, found):
        return _back(found, request.person)
    context: dict[str, Any] = {"paper": found, "application": found.application}
    context["home_url"] = _home(found, request.person)
    if request.method == "POST":
        try:
            hand_in(found, by=request.person)
        except MoveRefusedError as refused:
            context["problem"] = str(refused)
            found = context["paper"] = _paper(request, pk, paper_pk)
        else:
            messages.success(request, _("「%(paper)s」を提出しました。") % {"paper": found.label})
            return _back(found, request.person)
    is_change = found.kind == PaperKind.CHANGE
    context["form"] = checked(found.sheet.version, found.sheet.answers)
    context |= {"sections": display(found.sheet, describe_files=described)}
    context |= {"weight": weigh(found.change) if is_change else None, "compared": plan_and_actual(found)}
    return render(request, "calls/paper_check.html", context)
