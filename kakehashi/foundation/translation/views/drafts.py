"""What is typed in the editor, kept every few seconds, and thrown away."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.forms.autosave import autosave_response, kept_elsewhere_response
from kakehashi.foundation.translation.forms.texts import DraftForm
from kakehashi.foundation.translation.operations import KeptElsewhereError, drop_draft, keep_draft
from kakehashi.foundation.translation.views.desk import for_translators
from kakehashi.foundation.translation.views.texts import page_of


@require_POST
@for_translators
def autosave(request: SignedInRequest, pk: int, language: str) -> HttpResponse:
    """What the page sends every few seconds."""
    page = page_of(request, pk, language)
    form = DraftForm(request.POST)
    if not page.may_write:
        raise NotPermittedError(page.read_only_because)
    if not form.is_valid():
        return JsonResponse({}, status=422)
    revision = sent_revision(request)
    try:
        draft = keep_draft(page.unit, page.language, **form.kept, base_revision=revision, by=request.person)
    except KeptElsewhereError as error:
        return kept_elsewhere_response(error.draft)
    return autosave_response(draft)


@require_POST
@for_translators
@once
def discard(request: SignedInRequest, pk: int, language: str) -> HttpResponse:
    """Go back to what is saved."""
    page = page_of(request, pk, language)
    drop_draft(page.unit, page.language, by=request.person)
    messages.success(request, _("書きかけの文章を捨てました。"))
    return redirect("translation:text", pk, language)
