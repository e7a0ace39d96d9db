"""The formal check, and giving an application back: fields by the section, the whole by the branch."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import queries, rules
from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.correcting import MENDING, step_of
from kakehashi.engines.calls.forms.screening import HandBackForm, MarksForm, SendBackForm
from kakehashi.engines.calls.operations.moving import return_to_applicant
from kakehashi.engines.calls.operations.screening import mark_lines, send_back
from kakehashi.engines.calls.queries.eligibility import left_until
from kakehashi.engines.calls.queries.papers import visible_papers
from kakehashi.engines.calls.queries.reporting import plan_and_actual
from kakehashi.engines.calls.views.screening_sections import SENT_BACK_FROM
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.forms.display import shown_row


@require_POST
@once
def marks(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what was found at the formal check."""
    found = get_object_or_404(queries.visible_applications(request.person), pk=pk)
    if not rules.may_mark(request.person, found):
        raise NotPermittedError
    form = MarksForm(list(found.call.check_lines.all()), {}, request.POST)
    if form.is_valid():
        mark_lines(found, form.judged(), by=request.person)
        messages.success(request, _("形式審査の結果を保存しました。"))
    else:
        messages.error(request, _("保存できませんでした。メモは300文字までにしてください。"))
    return redirect("calls:application", pk)


@once
def send_back_fields(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose the answers of a paper that are to be mended, and send it back."""
    paper = get_object_or_404(visible_papers(request.person), pk=pk, kind__in=MENDING)
    if not rules.is_desk(request.person, paper.application):
        raise NotPermittedError
    data = request.POST if request.method == "POST" else None
    form = SendBackForm(paper.sheet.version, data, has_until=paper.kind == PaperKind.APPLICATION)
    problem, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            given = form.cleaned_data
            send_back(paper, form.comments(), by=request.person, note=given["note"], until=given.get("until"))
        except MoveRefusedError as refused:
            problem, status = str(refused), 409
        else:
            messages.success(request, _("選んだ項目を差し戻しました。申請団体にお知らせが届きます。"))
            return redirect("calls:application", paper.application_id)
    answers = paper.sheet.answers
    lines = [(shown_row(q, answers.get(q.code)), form[f"comment-{q.code}"]) for q in form.questions]
    context = {"paper": paper, "application": paper.application, "form": form, "lines": lines, "problem": problem}
    context["compared"] = plan_and_actual(paper)
    context["is_open"] = step_of(paper) in SENT_BACK_FROM[PaperKind(paper.kind)]
    return render(request, "calls/send_back.html", context, status=status)


@once
def hand_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """The branch gives an application back to be mended, and says until when."""
    application = get_object_or_404(queries.whole_application(request.person), pk=pk)
    if not rules.is_branch(request.person, application):
        raise NotPermittedError
    form = HandBackForm(request.POST or None, is_over=not application.call.is_open)
    context = {"application": application, "form": form, "left": left_until(application.call.closes_at), "problem": ""}
    if form.is_valid():
        given = form.cleaned_data
        try:
            return_to_applicant(application, by=request.person, note=given["note"], until=given["until"])
        except MoveRefusedError as refused:
            return render(request, "calls/hand_back.html", context | {"problem": str(refused)}, status=409)
        messages.success(request, _("申請団体に差し戻しました。お知らせが届きます。"))
        return redirect("calls:applications")
    return render(request, "calls/hand_back.html", context, status=422 if form.errors else 200)
