from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.translation import queries, rules
from kakehashi.foundation.translation.easy.advice import MEASURES, TITLES
from kakehashi.foundation.translation.easy.furigana import propose
from kakehashi.foundation.translation.easy.linting import lint
from kakehashi.foundation.translation.easy.panel import panel
from kakehashi.foundation.translation.easy.spacing import spaced
from kakehashi.foundation.translation.forms.easy import EasyTextForm
from kakehashi.foundation.translation.views.desk import desk_tabs


@require_http_methods(["GET", "POST"])
def easy(request: SignedInRequest) -> HttpResponse:
    """Paste a text, see what makes it hard to read. Nothing is kept; a script takes the result out of the page."""
    form = EasyTextForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        context |= _checked(form.cleaned_data["text"], form.cleaned_data["profile"])
    if rules.may_see_work(request.person):
        context["tabs"] = desk_tabs(request.person, "translation:easy")
    return render(request, "translation/easy.html", context)


def _checked(typed: str, profile: str) -> dict[str, Any]:
    text = typed.replace("\r\n", "\n")
    names = queries.readings_of_places(text)
    report = lint(text, profile, names)
    proposal = propose(spaced(text), names)
    return {
        "report": report,
        "panel": panel(text, report),
        "parts": [(_(TITLES[part.key]), part) for part in report.parts],
        "five": [(_(MEASURES[name]), grade) for name, grade in asdict(report.measures.yasanichi).items()],
        "proposal": proposal,
        "doubtful": dict.fromkeys((word.base, word.reading) for word in proposal.doubtful),
    }
