"""The list of texts, one unit in all languages, and the editor of one text."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kakehashi.foundation.access.operations import RefusedError
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.translation import queries
from kakehashi.foundation.translation.families import shelf_label
from kakehashi.foundation.translation.forms.listing import ListForm
from kakehashi.foundation.translation.labels import LABELS, TONES
from kakehashi.foundation.translation.operations import WrittenMeanwhileError, drop_draft
from kakehashi.foundation.translation.views.desk import crumbs, desk_tabs, for_translators
from kakehashi.foundation.translation.views.text_moves import MOVES, carry_out
from kakehashi.foundation.translation.views.text_page import TextPage
from kakehashi.foundation.ui.items import Link

PER_PAGE = 50
_LOOKS = {"check", "furigana"}  # buttons that save nothing


@for_translators
def texts(request: SignedInRequest) -> HttpResponse:
    """Units in one language, narrowed by state, kind, words and writer."""
    languages = [(language.code, str(language)) for language in queries.languages()]
    shelves = queries.shelves(request.person)
    form = ListForm(languages, shelves, {"language": _first_language(request)} | request.GET.dict())
    narrowed = form.narrowed(_first_language(request))
    page = Paginator(queries.listed_units(request.person, narrowed), PER_PAGE).get_page(request.GET.get("page"))
    found = queries.latest_texts(page, narrowed.language)
    rows = []
    for unit in page:
        text = found.get(unit.pk)
        status = queries.status_of(text)
        rows.append((unit, shelf_label(unit.shelf), text, LABELS[status], TONES[status]))
    context = {
        "tabs": desk_tabs(request.person, "translation:texts"),
        "form": form,
        "page": page,
        "rows": rows,
        "target": queries.languages().get(code=narrowed.language),
    }
    return render(request, "translation/texts.html", context)


def _first_language(request: SignedInRequest) -> str:
    """The first the viewer is named for that follows another; else English."""
    named = [code for code in queries.competences_of(request.person) if code != "ja"]
    return named[0] if named else "en"


@for_translators
def unit(request: SignedInRequest, pk: int) -> HttpResponse:
    """One unit in all its languages."""
    shown = get_object_or_404(queries.units_visible_to(request.person), pk=pk)
    said = []
    for one in queries.said_in_all(shown):
        status = queries.status_of(one.latest)
        said.append((one, LABELS[status], TONES[status]))
    context = {"unit": shown, "said": said, "crumbs": crumbs(Link(shown.label, ""))}
    return render(request, "translation/unit.html", context)


@for_translators
@once
def text(request: SignedInRequest, pk: int, language: str) -> HttpResponse:
    """The editor: source beside, checks, and saving a new version."""
    page = page_of(request, pk, language)
    if request.method != "POST" or _LOOKS & request.POST.keys() or not page.form.is_valid():
        return _looked_at(request, page)
    try:
        saved = page.save()
        drop_draft(page.unit, page.language, body=saved.body, revision=sent_revision(request), by=request.person)
    except WrittenMeanwhileError as error:
        return page.conflict(error)
    except RefusedError as error:
        page.form.add_error("body", str(error))
        return page.answer(status=422)
    if saved.is_stale:
        messages.warning(request, _("保存しました。書いている間に原文が変わったので、今の原文に合わせてください。"))
    else:
        messages.success(request, _("保存しました。ほかの人の点検を待っています。"))
    return redirect("translation:text", pk, language)


def _looked_at(request: SignedInRequest, page: TextPage) -> HttpResponse:
    """Nothing is saved: opened, checked while one types or by a button, with readings proposed, or refused."""
    if request.headers.get("HX-Request"):
        return page.checked()
    if "furigana" in request.POST and page.form.is_valid():
        return page.with_furigana()
    return page.answer(status=422 if page.form.errors else 200)


@for_translators
@once
def move_text(request: SignedInRequest, pk: int, language: str, code: str) -> HttpResponse:
    """Take over, sign, send back, withdraw or restore the version the page showed."""
    page = page_of(request, pk, language)
    move, shown = MOVES.get(code), page.version(request.POST.get("text", ""))
    if request.method != "POST" or move is None or shown is None:
        raise Http404
    try:
        reason, source = request.POST.get("reason", "")[:300], request.POST.get("source", "")
        carry_out(move, shown, reason=reason, shown=source, by=request.person)
    except RefusedError as error:
        return page.answer(refusal=str(error), refused=code, status=422)
    messages.success(request, str(move.done))
    return redirect("translation:text", pk, language)


def page_of(request: SignedInRequest, pk: int, language: str) -> TextPage:
    """The editor's page; 404 where the unit is not for this person."""
    shown = get_object_or_404(queries.units_visible_to(request.person), pk=pk)
    return TextPage(request, shown, get_object_or_404(queries.languages(), code=language))
