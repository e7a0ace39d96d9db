"""The request as an Excel file, for desks that must work in Excel: out, and back into the same request."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.cases import rules
from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.exports import TYPES
from kakehashi.engines.cases.forms import AttachForm
from kakehashi.engines.cases.operations.requests import save_paper
from kakehashi.engines.cases.views.request import paper_for
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.operations import size_limit
from kakehashi.foundation.forms.exchange import from_xlsx, to_xlsx
from kakehashi.foundation.forms.operations import StaleAnswersError
from kakehashi.foundation.forms.spreadsheets import SpreadsheetError


def download(request: SignedInRequest, pk: int) -> HttpResponse:
    """The request with what is answered so far."""
    case, paper = paper_for(request, pk, PaperKind.REQUEST)
    headers = {"Content-Disposition": f'attachment; filename="request-{case.pk}.xlsx"'}
    body = to_xlsx(paper.sheet.version, paper.sheet.answers)
    return HttpResponse(body, content_type=TYPES["xlsx"], headers=headers)


@require_POST
@once
def upload(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the answers of a returned file over; what it does not answer stays."""
    _case, paper = paper_for(request, pk, PaperKind.REQUEST)
    if not rules.may_fill(request.person, paper):
        raise NotPermittedError
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["file"].size > size_limit():
        messages.error(request, _("依頼書のExcelファイル(5MBまで)を選んでください。"))
        return redirect("cases:request", pk)
    try:
        returned = from_xlsx(form.cleaned_data["file"].read())
    except SpreadsheetError as refused:
        messages.error(request, str(refused))
        return redirect("cases:request", pk)
    if returned.version != paper.sheet.version:
        messages.error(request, _("別の依頼書の様式です。この画面からダウンロードしたファイルを使ってください。"))
        return redirect("cases:request", pk)
    answers = paper.sheet.answers | returned.answers
    try:
        save_paper(paper, answers, base_revision=paper.sheet.revision, by=request.person)
    except StaleAnswersError as stale:
        messages.error(request, str(stale))
    else:
        messages.success(request, _("Excelファイルの内容を取り込みました。確認してください。"))
    return redirect("cases:request", pk)
