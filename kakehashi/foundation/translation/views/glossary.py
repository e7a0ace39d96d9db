"""The glossary: the list, one term, as a table out and in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.views.form_page import form_page
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.translation import glossary as tables
from kakehashi.foundation.translation import operations, queries, rules
from kakehashi.foundation.translation.forms.keeping import TableForm, TermForm
from kakehashi.foundation.translation.views.desk import crumbs, desk_tabs, for_keepers, for_translators
from kakehashi.foundation.ui.items import Link

PER_PAGE = 50


@for_translators
def glossary(request: SignedInRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    page = Paginator(queries.terms_like(request.person, text), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": desk_tabs(request.person, "translation:glossary"),
        "page": page,
        "text": text,
        "may_keep": rules.may_keep_languages(request.person),
    }
    return render(request, "translation/glossary.html", context)


@for_translators
def table(request: SignedInRequest) -> HttpResponse:
    """The whole glossary for a spreadsheet."""
    content = tables.written(queries.terms_like(request.person, ""))
    headers = {"Content-Disposition": 'attachment; filename="glossary.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@for_keepers
@once
def take_in(request: SignedInRequest) -> HttpResponse:
    """A table comes back: all of it, or nothing and every fault named."""
    form = TableForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if form.is_valid():
        languages = {language.code for language in queries.languages()}
        try:
            seeds = tables.read(tables.decoded(form.cleaned_data["file"]), languages)
        except tables.TableError as error:
            faults = error.faults
        else:
            count = operations.take_in_terms(seeds, by=request.person)
            messages.success(request, _("%(count)s語を取り込みました。") % {"count": count})
            return redirect("translation:glossary")
    context = {"form": form, "faults": faults[:50], "crumbs": _crumbs(_("用語集を取り込む"))}
    return render(request, "translation/take_in.html", context, status=422 if faults or form.errors else 200)


@for_translators
@once
def term(request: SignedInRequest, pk: int) -> HttpResponse:
    """One term with all its languages; who keeps the languages changes it here."""
    shown = get_object_or_404(queries.terms_like(request.person, ""), pk=pk)
    if not rules.may_keep_languages(request.person):
        context = {"term": shown, "crumbs": _crumbs(shown.ja)}
        return render(request, "translation/term.html", context, status=403 if request.method == "POST" else 200)
    form = TermForm(_codes(), shown, request.POST or None)
    if form.is_valid():
        operations.save_term(shown, form.seed, by=request.person)
        messages.success(request, _("用語を保存しました。"))
        return redirect("translation:glossary")
    context = {"form": form, "term": shown, "crumbs": _crumbs(shown.ja)}
    return render(request, "translation/term_edit.html", context, status=422 if form.errors else 200)


@for_keepers
@once
def add_term(request: SignedInRequest) -> HttpResponse:
    form = TermForm(_codes(), None, request.POST or None)
    return form_page(
        request,
        form,
        lambda: operations.save_term(None, form.seed, by=request.person),
        title=_("用語を加える"),
        submit_label=_("用語を加える"),
        done=_("用語を加えました。"),
        to=reverse("translation:glossary"),
        crumbs=_crumbs("")[:-1],
    )


@require_POST
@for_keepers
@once
def remove_term(request: SignedInRequest, pk: int) -> HttpResponse:
    operations.remove_term(get_object_or_404(queries.terms_like(request.person, ""), pk=pk), by=request.person)
    messages.success(request, _("用語を消しました。"))
    return redirect("translation:glossary")


def _codes() -> set[str]:
    return {language.code for language in queries.languages()}


def _crumbs(here: str) -> list[Link]:
    return crumbs(Link(_("用語集"), reverse("translation:glossary")), Link(here, ""))
