"""The request as an Excel file, for desks that must work in Excel: blank, filled in, and back into the same request."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.cases import queries, rules
from kakehashi.engines.cases.choices import PaperKind, Starts
from kakehashi.engines.cases.exports import TYPES
from kakehashi.engines.cases.forms import AttachForm
from kakehashi.engines.cases.models import CaseKind, Paper
from kakehashi.engines.cases.operations.importing import fill_from_file
from kakehashi.engines.cases.views.request import paper_for
from kakehashi.foundation.access.requests import SignedInRequest, VisitorRequest
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.operations import size_limit
from kakehashi.foundation.forms.exchange import to_xlsx
from kakehashi.foundation.forms.fill import AnswerForm, as_data
from kakehashi.foundation.forms.operations import conflict
from kakehashi.foundation.forms.queries import current_version
from kakehashi.foundation.forms.returning import Returned, from_xlsx
from kakehashi.foundation.forms.spreadsheets import SpreadsheetError

SHOWN_CELLS = 20  # of those that were not understood


@login_not_required
def blank(request: VisitorRequest, code: str) -> HttpResponse:
    """The form of a kind with nothing in it; without signing in where anybody may ask."""
    kind = get_object_or_404(queries.open_kinds(), code=code)
    if request.person is None and kind.starts != Starts.ANYONE:
        return redirect_to_login(request.get_full_path())
    version = current_version(kind.request_form.code) if kind.request_form else None
    if version is None:
        raise Http404
    return _file(to_xlsx(version, stamp=_stamp(kind)), f"{kind.code}.xlsx")


def download(request: SignedInRequest, pk: int) -> HttpResponse:
    """The request with what is answered so far."""
    case, paper = paper_for(request, pk, PaperKind.REQUEST)
    stamp = _stamp(case.kind) | {"about": str(case.ref), "revision": paper.sheet.revision}
    return _file(to_xlsx(paper.sheet.version, paper.sheet.answers, stamp=stamp), f"request-{case.pk}.xlsx")


def _stamp(kind: CaseKind) -> dict[str, Any]:
    return {"kind": kind.code}


def _file(body: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=TYPES["xlsx"], headers=headers)


@require_POST
@once
def upload(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the answers of a returned file over."""
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
    return take_back(request, paper, returned)


def take_back(request: SignedInRequest, paper: Paper, returned: Returned) -> HttpResponse:
    """The answers of the file go into the request; where somebody changed it meanwhile, both are shown."""
    case = paper.case
    if returned.stamp.get("about", str(case.ref)) != str(case.ref):
        messages.error(request, _("別の案件の依頼書です。その案件のページから取り込んでください。"))
        return redirect("cases:request", case.pk)
    if returned.version != paper.sheet.version:
        messages.error(request, _("別の依頼書の様式です。この画面からダウンロードしたファイルを使ってください。"))
        return redirect("cases:request", case.pk)
    mine = returned.over(paper.sheet.answers)
    try:
        fill_from_file(paper, returned, by=request.person)
    except StaleError as stale:
        version, kept = stale.now.version, stale.now.answers
        form = AnswerForm(version, complete=False, data=as_data(version, mine), answers=kept)
        context = {"differences": conflict(stale.now, mine), "sheet": stale.now, "form": form, "case": case}
        return render(request, "cases/import_conflict.html", context, status=409)
    messages.success(request, _("Excelファイルの内容を取り込みました。確認してください。"))
    tell_unread(request, returned)
    return redirect("cases:request", case.pk)


def tell_unread(request: SignedInRequest, returned: Returned) -> None:
    """Say cell by cell what was kept as it was typed because it was not understood."""
    for unread in returned.unread[:SHOWN_CELLS]:
        messages.warning(request, str(unread))
    if len(returned.unread) > SHOWN_CELLS:
        more = len(returned.unread) - SHOWN_CELLS
        messages.warning(
            request, _("ほかに%(count)d件あります。「入力内容を確認する」でご覧ください。") % {"count": more}
        )
