"""The gallery of components and of the five kinds of pages, for anybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from kakehashi.foundation.ui import gallery as shown


def _in_language(request: HttpRequest, template: str) -> HttpResponse:
    """The page in the language of `?lang=`, whatever the reader's own."""
    asked = request.GET.get("lang", "")
    language = asked if asked in shown.LANGUAGES else translation.get_language()
    with translation.override(language):
        response = render(request, template, shown.samples(template))
    response.headers["Content-Language"] = language or ""
    return response


@login_not_required
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return _in_language(request, "ui/gallery/index.html")


@login_not_required
@require_GET
def sample_page(request: HttpRequest, kind: str) -> HttpResponse:
    """One of the five kinds of pages, made of the components."""
    if kind not in shown.PAGE_KINDS:
        raise Http404
    return _in_language(request, f"ui/gallery/pages/{kind}.html")
