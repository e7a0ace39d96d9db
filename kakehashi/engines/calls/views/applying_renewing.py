"""A draft whose form was renewed: what is asked anew, what is asked no more, which answers go along."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kakehashi.engines.calls import rules
from kakehashi.engines.calls.operations.renewing import renew_draft
from kakehashi.engines.calls.queries.renewing import newer_version
from kakehashi.engines.calls.views.applying_paper import paper_for
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.attaching import described
from kakehashi.foundation.forms.renewing import Fate, renewal


@once
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: SignedInRequest, pk: int) -> HttpResponse:
    """The differences; then move. Whoever may not write the draft has nothing to decide here."""
    paper = paper_for(request, pk)
    if not rules.may_edit_draft(request.person, paper.application):
        raise NotPermittedError
    status = 200
    if request.method == "POST":
        try:
            renew_draft(paper, base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            messages.error(request, str(stale))
            status = 409
        else:
            messages.success(request, _("新しい様式に移りました。前の様式での回答は、このページの下で読めます。"))
            return redirect("calls:fill", pk)
    version = newer_version(paper)
    if version is None:
        return redirect("calls:fill", pk)
    rows = renewal(paper.sheet.version, version, paper.sheet.answers, described)
    parts = [(fate, [row for row in rows if row.fate == fate]) for fate in Fate if fate != Fate.SAME]
    same = sum(row.fate == Fate.SAME for row in rows)
    context = {"application": paper.application, "sheet": paper.sheet, "parts": parts, "same": same}
    return render(request, "calls/renew.html", context, status=status)
