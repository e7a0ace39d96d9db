"""Bulletins: the list, one, its steps, the next version."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.buttons import form_of
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.services.disaster.flow import BULLETIN_FLOW
from kakehashi.services.disaster.forms.bulletins import BulletinForm, StartForm
from kakehashi.services.disaster.models import Bulletin
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.bulletins import (
    change_bulletin,
    start_bulletin,
    start_correction,
)
from kakehashi.services.disaster.queries import bulletins as queries
from kakehashi.services.disaster.queries.speech import aloud
from kakehashi.services.disaster.queries.spreading import texts_of
from kakehashi.services.disaster.rules.bulletins import may_write
from kakehashi.services.disaster.views.bulletin_page import page_of


def bulletin_of(request: SignedInRequest, pk: int) -> Bulletin:
    return get_object_or_404(queries.visible_bulletins(request.person), pk=pk)


def writable(request: SignedInRequest, pk: int) -> Bulletin:
    """One's own organisation's; headquarters reads the others'."""
    found = bulletin_of(request, pk)
    if not may_write(request.person, found):
        raise NotPermittedError
    return found


def index(request: SignedInRequest) -> HttpResponse:
    _staff_only(request)
    view = request.GET.get("view", "")
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:80]
    narrowed = queries.Narrowed(view if view in queries.VIEWS else "live", words)
    counts = queries.counts(request.person, words)
    page = Paginator(queries.matching(request.person, narrowed), queries.PAGE).get_page(request.GET.get("page"))
    context = {
        "narrowed": narrowed,
        "tabs": [_tab(view, label, narrowed, counts[view]) for view, label in _labels().items()],
        "page": page,
        "rows": queries.rows(request.person, page.object_list),
        "may_write": standing(request.person).may(Permission.WRITE_BULLETINS),
    }
    return render(request, "disaster/bulletins.html", context)


def _staff_only(request: SignedInRequest) -> None:
    held = standing(request.person)
    if not (held.may(Permission.WRITE_BULLETINS) or Permission.EDIT_SENTENCES in held.everywhere):
        raise Http404


def _labels() -> dict[str, str]:
    labels = [_("公開中"), _("承認・公開待ち"), _("下書き"), _("終わったもの"), _("訓練")]
    return dict(zip(queries.VIEWS, labels, strict=True))


def _tab(view: str, label: str, narrowed: queries.Narrowed, count: int) -> Link:
    query = urlencode({"view": view} | ({"q": narrowed.q} if narrowed.q else {}))
    return Link(label, f"{reverse('disaster:bulletins')}?{query}", narrowed.view == view, count)


@once
def new(request: SignedInRequest) -> HttpResponse:
    if not standing(request.person).may(Permission.WRITE_BULLETINS):
        raise Http404
    sent = request.GET.get("exercise", "")
    drill = queries.visible_exercises(request.person).filter(pk=int(sent)).first() if sent.isdecimal() else None
    form = StartForm(request.person, request.POST or None, exercise=drill)
    if form.is_valid():
        given = form.cleaned_data
        bulletin = start_bulletin(
            given["organisation"], title=given["title"], exercise=given["exercise"], by=request.person
        )
        return redirect("disaster:bulletin_sentences", bulletin.pk)
    return render(request, "disaster/bulletin_new.html", {"form": form}, status=422 if form.is_bound else 200)


def bulletin(request: SignedInRequest, pk: int) -> HttpResponse:
    found = bulletin_of(request, pk)
    return render(request, "disaster/bulletin.html", page_of(found, request.person, request.GET.get("language", "")))


@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = writable(request, pk)
    form = BulletinForm(found, request.POST or None)
    context: dict[str, Any] = {"bulletin": found, "form": form, "revision": found.revision}
    if form.is_valid():
        try:
            change_bulletin(found, form.cleaned_data, base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            context |= {"differences": form.differences(stale.now), "revision": stale.now.revision}
            return render(request, "disaster/bulletin_edit.html", context | {"refused": str(stale)}, status=409)
        except MoveRefusedError as refused:
            return render(request, "disaster/bulletin_edit.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("保存しました。"))
        return redirect("disaster:bulletin", pk)
    return render(request, "disaster/bulletin_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def move(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    found = bulletin_of(request, pk)
    if code not in moves.MOVES:
        raise Http404
    form = form_of(BULLETIN_FLOW, code, request.POST)
    if not form.is_valid():
        return render(request, "disaster/bulletin.html", page_of(found, request.person, form=form), status=422)
    make = moves.approve_and_publish if code == "approve" and "at_once" in request.POST else moves.MOVES[code]
    try:
        make(found, by=request.person, note=form.cleaned_data["note"], base_revision=sent_revision(request))
    except MoveRefusedError as refused:
        found = bulletin_of(request, pk)
        context = page_of(found, request.person, form=form, refused=str(refused))
        return render(request, "disaster/bulletin.html", context, status=409)
    if code != "withdraw" and found.step == "published":
        messages.success(request, _("公開しました。すべての言語のページに、数秒で載ります。"))
    else:
        messages.success(request, _("「%(move)s」を行いました。") % {"move": BULLETIN_FLOW.move(code).label})
    return redirect("disaster:bulletin", pk)


@require_POST
@once
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    found = writable(request, pk)
    try:
        following = start_correction(found, by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
        return redirect("disaster:bulletin", pk)
    return redirect("disaster:bulletin", following.pk)


def texts(request: SignedInRequest, pk: int) -> HttpResponse:
    """To be copied: for the radio, a mail, a chat."""
    found = bulletin_of(request, pk)
    if found.published_at is None:
        raise Http404
    spread = texts_of(found, request.GET.get("language", ""))
    address = reverse("disaster:bulletin_texts", args=[pk])
    links = [
        Link(one.endonym, f"{address}?language={one.code}", spread is not None and one == spread.language)
        for one in (spread.languages if spread else ())
    ]
    context: dict[str, Any] = {"bulletin": found, "texts": spread, "tongues": links}
    context["aloud"] = aloud(found, spread) if may_write(request.person, found) else None
    return render(request, "disaster/bulletin_texts.html", context)
