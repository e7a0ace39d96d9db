"""The application form as an Excel file, for desks that must work in Excel: out, and back into the same draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import rules
from kakehashi.engines.calls.exports import TYPES
from kakehashi.engines.calls.forms.applying import TrackForm
from kakehashi.engines.calls.forms.applying_together import FilledForm
from kakehashi.engines.calls.models import Paper
from kakehashi.engines.calls.operations.applying import save_paper
from kakehashi.engines.calls.queries.tracks import TRACK, track_called, track_questions
from kakehashi.engines.calls.views.applying_paper import paper_for
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.attaching import described
from kakehashi.foundation.documents.operations import size_limit
from kakehashi.foundation.forms.exchange import to_xlsx
from kakehashi.foundation.forms.fill import AnswerForm, as_data
from kakehashi.foundation.forms.operations import conflict
from kakehashi.foundation.forms.returning import Returned, from_xlsx
from kakehashi.foundation.forms.spreadsheets import SpreadsheetError

SHOWN_CELLS = 20  # of those that were not understood


def download(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form with what is answered so far."""
    paper = paper_for(request, pk)
    sheet = paper.sheet
    stamp = {"about": str(paper.application.ref), "revision": sheet.revision}
    headers = {"Content-Disposition": f'attachment; filename="application-{pk}.xlsx"'}
    track = paper.application.track
    answers = sheet.answers | ({TRACK: track.code} if track else {})
    body = to_xlsx(sheet.version, answers, stamp=stamp, first=track_questions(paper.application.call))
    return HttpResponse(body, content_type=TYPES["xlsx"], headers=headers)


@require_POST
@once
def upload(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the answers of a returned file over."""
    paper = paper_for(request, pk)
    if not rules.may_edit_draft(request.person, paper.application):
        raise NotPermittedError
    form = FilledForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["file"].size > size_limit():
        messages.error(request, _("申請書のExcelファイル(5MBまで)を選んでください。"))
        return redirect("calls:fill", pk)
    try:
        returned = from_xlsx(form.cleaned_data["file"].read())
    except SpreadsheetError as refused:
        messages.error(request, str(refused))
        return redirect("calls:fill", pk)
    return _take_back(request, paper, returned)


def _take_back(request: SignedInRequest, paper: Paper, returned: Returned) -> HttpResponse:
    """The answers of the file go into the draft; where somebody changed it meanwhile, both are shown."""
    sheet, application = paper.sheet, paper.application
    about = returned.stamp.get("about", str(application.ref))
    if about != str(application.ref) or returned.version != sheet.version:
        messages.error(
            request, _("この申請のファイルではありません。この画面からダウンロードしたファイルを使ってください。")
        )
        return redirect("calls:fill", application.pk)
    answers, base = returned.onto(sheet)
    try:
        track = track_called(application.call, returned.first.get(TRACK, ""))
        save_paper(paper, answers, base_revision=base, track=track, by=request.person)
    except StaleError as stale:
        kept, data = stale.now, as_data(sheet.version, answers)
        form = AnswerForm(sheet.version, complete=False, data=data, answers=kept.answers, describe_files=described)
        context = {"differences": conflict(kept, answers), "sheet": kept, "form": form, "from_file": True}
        context |= {"application": application, "call": application.call}
        context["track_form"] = TrackForm(application, {TRACK: track.pk} if track else None)
        return render(request, "calls/fill_conflict.html", context, status=409)
    messages.success(request, _("Excelファイルの内容を取り込みました。確認してください。"))
    for unread in returned.unread[:SHOWN_CELLS]:
        messages.warning(request, str(unread))
    if more := len(returned.unread[SHOWN_CELLS:]):
        messages.warning(
            request, _("ほかに%(count)d件あります。「入力内容を確認する」でご覧ください。") % {"count": more}
        )
    return redirect("calls:fill", application.pk)
