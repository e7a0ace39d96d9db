"""The paragraphs of a bulletin: chosen from the bank, filled, put in order; words of one's own."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.services.disaster.forms.bulletins import FreeTextForm
from kakehashi.services.disaster.forms.sheets import FindForm
from kakehashi.services.disaster.forms.slots import SlotsForm
from kakehashi.services.disaster.models import Bulletin, BulletinPart
from kakehashi.services.disaster.operations import bulletins as operations
from kakehashi.services.disaster.operations import free_text
from kakehashi.services.disaster.queries.bank import Sought, find_sentences
from kakehashi.services.disaster.queries.bulletins import parts_of
from kakehashi.services.disaster.queries.phrases import said_with_blanks
from kakehashi.services.disaster.rules.parts import NEEDED
from kakehashi.services.disaster.views.bulletins import writable

PAGE = 30


def _part(request: SignedInRequest, pk: int, part_pk: int) -> BulletinPart:
    found = writable(request, pk)
    return get_object_or_404(parts_of(found), pk=part_pk)


@once
def sentences(request: SignedInRequest, pk: int) -> HttpResponse:
    """The bank, narrowed by words and shelf; a press adds one."""
    found = writable(request, pk)
    if request.method == "POST":
        chosen = find_sentences(Sought()).filter(code=request.POST.get("sentence", "")).first()
        if chosen is None:
            return _refused(request, found, MoveRefusedError(_("文例を選んでください。")))
        try:
            part = operations.add_sentence(found, chosen, base_revision=sent_revision(request), by=request.person)
        except (StaleError, MoveRefusedError) as refused:
            return _refused(request, found, refused)
        return redirect("disaster:bulletin_part", pk, part.pk)
    form = FindForm(request.GET)
    page = Paginator(find_sentences(form.sought()), PAGE).get_page(request.GET.get("page"))
    context = {"bulletin": found, "form": form, "carried": [], "page": page, "count": found.parts.count()}
    return render(request, "disaster/bulletin_sentences.html", context)


@once
def part(request: SignedInRequest, pk: int, part_pk: int) -> HttpResponse:
    """Fill the blanks of a sentence, or edit words of one's own."""
    found = _part(request, pk, part_pk)
    form = _form(found, request.POST or None)
    context: dict[str, Any] = {"bulletin": found.bulletin, "part": found, "form": form}
    context["revision"] = found.bulletin.revision
    if found.sentence is not None:
        context["said"] = said_with_blanks(found.sentence, get_language() or "ja")
    if form.is_valid():
        try:
            _save(request, found, form)
        except (StaleError, MoveRefusedError) as refused:
            return render(request, "disaster/bulletin_part.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("文を保存しました。"))
        return redirect("disaster:bulletin", pk)
    return render(request, "disaster/bulletin_part.html", context, status=422 if form.is_bound else 200)


def _form(part: BulletinPart, data: Any) -> Any:
    if part.sentence is not None:
        return SlotsForm(part.sentence, data, values=part.slots, organisation=part.bulletin.organisation)
    assert part.unit is not None  # noqa: S101  # one of both
    bodies = {text.language_id: text.body for text in part.unit.texts.all() if text.is_latest}
    return FreeTextForm(data, initial={"ja": bodies.get(NEEDED[0], ""), "easy": bodies.get(NEEDED[1], "")})


def _save(request: SignedInRequest, part: BulletinPart, form: Any) -> None:
    revision = sent_revision(request)
    if part.sentence is not None:
        operations.fill_part(part, form.slots(), base_revision=revision, by=request.person)
        return
    given = form.cleaned_data
    free_text.change_words(part, japanese=given["ja"], easy=given["easy"], base_revision=revision, by=request.person)


@once
def words(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new paragraph of one's own."""
    found = writable(request, pk)
    form = FreeTextForm(request.POST or None)
    context: dict[str, Any] = {"bulletin": found, "part": None, "form": form, "revision": found.revision}
    if form.is_valid():
        given = form.cleaned_data
        try:
            free_text.add_words(
                found,
                japanese=given["ja"],
                easy=given["easy"],
                base_revision=sent_revision(request),
                by=request.person,
            )
        except (StaleError, MoveRefusedError) as refused:
            return render(request, "disaster/bulletin_part.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("文を加えました。"))
        return redirect("disaster:bulletin", pk)
    return render(request, "disaster/bulletin_part.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def arrange(request: SignedInRequest, pk: int, part_pk: int) -> HttpResponse:
    """Up, down, away."""
    found, revision = _part(request, pk, part_pk), sent_revision(request)
    action = request.POST.get("action", "")
    try:
        if action == "remove":
            operations.remove_part(found, base_revision=revision, by=request.person)
        elif action in {"up", "down"}:
            operations.move_part(found, up=action == "up", base_revision=revision, by=request.person)
    except (StaleError, MoveRefusedError) as refused:
        return _refused(request, found.bulletin, refused)
    return redirect("disaster:bulletin", pk)


def _refused(request: SignedInRequest, bulletin: Bulletin, refused: Exception) -> HttpResponse:
    messages.error(request, str(refused))
    return redirect("disaster:bulletin", bulletin.pk)
