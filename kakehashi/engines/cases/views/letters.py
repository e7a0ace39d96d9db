"""Formal letters: written, looked at, issued, fetched."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.cases import queries, rules
from kakehashi.engines.cases.choices import LetterKind, LetterSide
from kakehashi.engines.cases.forms.letters import LetterForm
from kakehashi.engines.cases.models import Case, Letter
from kakehashi.engines.cases.operations.letters import (
    LetterHeldError,
    change_letter,
    discard_letter,
    issue_letter,
    why_held,
    write_letter,
)
from kakehashi.engines.cases.queries.letters import (
    LANGUAGES,
    first_words,
    kinds_of,
    letter_for,
    usual_kind,
    usual_language,
)
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.letters import count_pages, page_image, pdf_file


def _letter(request: SignedInRequest, pk: int, letter_pk: int) -> Letter:
    case = get_object_or_404(queries.visible_cases(request.person), pk=pk)
    letter = letter_for(case, request.person, letter_pk)
    if letter is None:
        raise Http404
    return letter


@once
def new(request: SignedInRequest, pk: int, side: str) -> HttpResponse:
    """A new letter, with the words of its kind; `?kind=` and `?language=` choose other ones."""
    case = get_object_or_404(queries.visible_cases(request.person), pk=pk)
    if side not in LetterSide.values:
        raise Http404
    if not rules.may_write_letter(request.person, case, side):
        raise NotPermittedError
    chosen = _chosen(request, case, LetterSide(side))
    form = LetterForm(request.POST or None, initial=first_words(case, LetterSide(side), *chosen, request.person))
    if form.is_valid():
        letter = write_letter(case, LetterSide(side), form.cleaned_data, by=request.person)
        messages.success(request, _("公文書の下書きを保存しました。"))
        return redirect("cases:letter", pk, letter.pk)
    kinds, (kind, language) = kinds_of(LetterSide(side)), chosen
    context = {
        "case": case,
        "form": form,
        "kinds": kinds,
        "kind": kind,
        "letter_language": language,
        "letter_languages": LANGUAGES,
    }
    return render(request, "cases/letter_edit.html", context)


def _chosen(request: SignedInRequest, case: Case, side: LetterSide) -> tuple[LetterKind, str]:
    """The kind and language asked for; what is usual for anything else."""
    kind, language = request.GET.get("kind", ""), request.GET.get("language", "")
    found = next((one for one in kinds_of(side) if one.value == kind), usual_kind(case, side))
    return found, language if language in LANGUAGES else usual_language(case, side)


def letter(request: SignedInRequest, pk: int, letter_pk: int) -> HttpResponse:
    """The letter as it will look, or looked when it was issued."""
    found = _letter(request, pk, letter_pk)
    return render(request, "cases/letter.html", _page(request, found))


def _page(request: SignedInRequest, found: Letter) -> dict[str, Any]:
    return {
        "case": found.case,
        "letter": found,
        "pages": count_pages(found.as_printed()),
        "may_change": rules.may_change_letter(request.person, found),
        "may_ask_approval": found.is_draft and rules.may_ask_approval(request.person, found.case),
        "ask_letter_url": f"{reverse('cases:approval_new', args=[found.case_id])}?letter={found.pk}",
        "held": why_held(found) if found.is_draft else None,
        "approvals": found.approvals.order_by("-id")
        if rules.is_of_side(request.person, found.case, found.side)
        else [],
    }


@once
def edit(request: SignedInRequest, pk: int, letter_pk: int) -> HttpResponse:
    found = _letter(request, pk, letter_pk)
    if not rules.may_change_letter(request.person, found):
        raise NotPermittedError
    form = LetterForm(request.POST or None, initial=LetterForm.initial_of(found))
    context = {"case": found.case, "letter": found, "form": form}
    if form.is_valid():
        try:
            change_letter(found, form.cleaned_data, base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            return render(request, "cases/letter_edit.html", context | {"stale": stale.now}, status=409)
        messages.success(request, _("公文書の下書きを保存しました。"))
        return redirect("cases:letter", pk, letter_pk)
    return render(request, "cases/letter_edit.html", context)


@require_POST
@once
def issue(request: SignedInRequest, pk: int, letter_pk: int) -> HttpResponse:
    found = _letter(request, pk, letter_pk)
    try:
        issue_letter(found, base_revision=sent_revision(request), by=request.person)
    except StaleError as stale:
        return render(request, "cases/letter.html", _page(request, stale.now) | {"is_stale": True}, status=409)
    except LetterHeldError as held:
        messages.error(request, str(held))
    else:
        messages.success(request, _("公文書を発行しました。"))
    return redirect("cases:letter", pk, letter_pk)


@require_POST
@once
def discard(request: SignedInRequest, pk: int, letter_pk: int) -> HttpResponse:
    found = _letter(request, pk, letter_pk)
    try:
        discard_letter(found, by=request.person)
    except StaleError:
        messages.error(request, _("この公文書は、その間に直されたか発行されました。もう一度ご覧ください。"))
        return redirect("cases:letter", pk, letter_pk)
    messages.success(request, _("下書きを捨てました。"))
    return redirect("cases:case", pk)


def image(request: SignedInRequest, pk: int, letter_pk: int, number: int) -> HttpResponse:
    return page_image(_letter(request, pk, letter_pk).as_printed(), number)


def draft_pdf(request: SignedInRequest, pk: int, letter_pk: int) -> HttpResponse:
    """The draft as PDF; what was issued is fetched as the file it became."""
    found = _letter(request, pk, letter_pk)
    if found.document_id is not None:
        return redirect("documents:download", found.document_id)
    return pdf_file(found.as_printed(), f"draft-{letter_pk}")
