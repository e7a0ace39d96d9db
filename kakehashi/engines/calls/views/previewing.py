"""A call as it will be before it is announced: its page, its forms, what it pays, its letters."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kakehashi.engines.calls.forms.reckoning import FactsForm
from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.queries import editing
from kakehashi.engines.calls.queries.awarding import rule_of
from kakehashi.engines.calls.queries.letters import LANGUAGES
from kakehashi.engines.calls.queries.letters_due import kinds_of
from kakehashi.engines.calls.queries.letters_examples import example_letter
from kakehashi.engines.calls.rules.award import award
from kakehashi.engines.calls.views.calls import way_to_call
from kakehashi.engines.calls.views.editing_frame import frame_of
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.documents.letters import page_image


def _call(request: SignedInRequest, pk: int) -> Call:
    return get_object_or_404(editing.calls_for_editing(request.person), pk=pk)


@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything who applies will see, in the order in which they see it."""
    call = _call(request, pk)
    rule = rule_of(call)
    form = FactsForm(rule)
    context: dict[str, Any] = {"call": call, "crumbs": way_to_call(call, _("公表する前の見え方"))} | frame_of(call)
    context["forms"] = [one for one in editing.forms_of(call) if one.version is not None]
    context["example"] = award(rule, form.facts()) if form.is_valid() else None
    context["kinds"] = kinds_of(call)
    context["letter_language"] = _language(request)
    return render(request, "calls/preview.html", context)


def _language(request: SignedInRequest) -> str:
    """Of the letters: as asked for, else of the reader."""
    asked = request.GET.get("letters", get_language() or "ja")
    return asked if asked in LANGUAGES else "ja"


@require_safe
def letter(request: SignedInRequest, pk: int, kind: str, language: str) -> HttpResponse:
    """The first page of a letter, with an invented application in it."""
    call = _call(request, pk)
    if kind not in kinds_of(call) or language not in LANGUAGES:
        raise Http404
    return page_image(example_letter(call, kind, language), 1)
