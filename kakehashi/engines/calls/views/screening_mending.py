"""Answering anew what was sent back, and nothing else."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import rules
from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.correcting import MENDING, is_being_mended, open_codes, open_returns
from kakehashi.engines.calls.forms.screening import KeepForm
from kakehashi.engines.calls.models import Paper
from kakehashi.engines.calls.operations.applying import save_paper
from kakehashi.engines.calls.operations.screening import hand_in_again, keep_answer
from kakehashi.engines.calls.queries.eligibility import left_until
from kakehashi.engines.calls.queries.papers import visible_papers
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.attaching import described, keeper
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.forms.fill import AnswerForm, as_data
from kakehashi.foundation.forms.operations import conflict


def _paper(request: SignedInRequest, pk: int) -> Paper:
    """One that this person may mend now; else 403, or 404 where it is not for them at all."""
    paper = get_object_or_404(visible_papers(request.person), pk=pk, kind__in=MENDING)
    if not rules.may_edit_application(request.person, paper.application) or not is_being_mended(paper):
        raise NotPermittedError(_("この書類はいま直せません。差し戻された書類だけを直せます。"))
    return paper


@once
def mend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer anew what was sent back, and hand the paper in again."""
    paper = _paper(request, pk)
    form = _form(request, paper)
    context: dict[str, Any] = {}
    if request.method == "POST":
        context = _save(request, paper, form)
        if "done" in context:
            messages.success(request, context["done"])
            return redirect("calls:application" if context["is_sent"] else "calls:mend", context["back_to"])
    codes = open_codes(paper)
    context["items"] = [item for one in form.sections for item in one.items if item.question.code in codes]
    context["keeping"] = [
        (one, _label(paper, one.question_code), KeepForm(auto_id=f"keep-{one.pk}-%s")) for one in open_returns(paper)
    ]
    ends = paper.application.deadline() if paper.kind == PaperKind.APPLICATION else None
    context |= {"paper": paper, "application": paper.application, "form": form, "sheet": paper.sheet}
    context["left"] = left_until(ends)
    return render(request, "calls/mend.html", context, status=context.get("status", 200))


def _label(paper: Paper, code: str) -> str:
    return next((question.label for question in paper.sheet.version.all_questions if question.code == code), code)


def _form(request: HttpRequest, paper: Paper) -> AnswerForm:
    """The form of the whole paper, of which the browser may send only what is open."""
    sheet = paper.sheet
    more: dict[str, Any] = {}
    if request.method == "POST":
        codes = open_codes(paper)
        data = as_data(sheet.version, sheet.answers)
        for name in [name for name in data if _is_of(name, codes)]:
            del data[name]
        for name, values in request.POST.lists():
            if _is_of(name, codes) or name in {"_add_row", "_remove_row"}:
                data.setlist(name, values)
        files = MultiValueDict({name: values for name, values in request.FILES.lists() if name in codes})
        more = {"data": data, "files": files}
    return AnswerForm(
        sheet.version,
        complete=False,
        answers=sheet.answers,
        returns=open_returns(paper),
        describe_files=described,
        **more,
    )


def _is_of(name: str, codes: frozenset[str]) -> bool:
    """Whether this field of the browser belongs to one of these questions."""
    return any(name == code or name.startswith(f"{code}-") for code in codes)


def _save(request: SignedInRequest, paper: Paper, form: AnswerForm) -> dict[str, Any]:
    """Keep what was sent and, where it was asked for, hand the paper in again."""
    sent = request.POST.get("_revision", "")
    revision = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    may_store = rules.may_edit_application(request.person, paper.application)
    form.is_valid()
    form.store_files(keeper(about=paper.application.ref, by=request.person, permit=may_store))
    try:
        save_paper(paper, form.answers, base_revision=revision, by=request.person)
    except StaleError as stale:
        return {"differences": conflict(stale.now, form.answers), "status": 409}
    if form.changes_rows:
        return {"row_changed": True}
    if form.errors:
        return {"status": 422}
    if "hand_in" not in request.POST:
        return {"done": _("途中まで保存しました。"), "is_sent": False, "back_to": paper.pk}
    try:
        hand_in_again(paper, by=request.person)
    except MoveRefusedError as refused:
        return {"problem": str(refused), "status": 409}
    return {"done": _("直した内容を提出しました。"), "is_sent": True, "back_to": paper.application_id}


@require_POST
@once
def keep(request: SignedInRequest, pk: int, return_pk: int) -> HttpResponse:
    """Leave an answer as it is, and say why."""
    paper = _paper(request, pk)
    returned = get_object_or_404(paper.sheet.returns, pk=return_pk)
    form = KeepForm(request.POST)
    if form.is_valid():
        keep_answer(returned, paper, why=form.cleaned_data["why"], by=request.person)
        messages.success(request, _("直さない理由を担当課に伝えました。"))
    else:
        messages.error(request, _("直さない理由を1,000文字までで入力してください。"))
    return redirect("calls:mend", pk)
