"""Items of a case: added, worked out, moved. Times are typed and shown in the office's time zone."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.cases import queries, rules
from kakehashi.engines.cases.choices import zone_words
from kakehashi.engines.cases.flow import ITEM_FLOW
from kakehashi.engines.cases.forms.items import ItemForm, PromiseForm
from kakehashi.engines.cases.models import Case, Item
from kakehashi.engines.cases.operations.items import add_item, change_item, move_item
from kakehashi.engines.cases.views.road import words_of
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.forms import MoveForm
from kakehashi.foundation.flow.moves import MoveRefusedError, open_moves


def zone_of(case: Case) -> ZoneInfo:
    """The office's time zone; Japan's while it is not set."""
    setting = getattr(case.office, "case_setting", None)
    return ZoneInfo(setting.time_zone if setting else "Asia/Tokyo")


def _arrangeable(request: SignedInRequest, pk: int) -> Case:
    case = get_object_or_404(queries.whole_case(request.person), pk=pk)
    if not rules.may_arrange(request.person, case):
        raise NotPermittedError
    return case


def _item(case: Case, item_pk: int) -> Item:
    item: Item = get_object_or_404(case.items, pk=item_pk)
    item.case = case
    return item


def _context(case: Case) -> dict[str, Any]:
    return {"case": case, "zone": zone_words(zone_of(case).key), "words": words_of(case)}


def _form_of(case: Case) -> type[ItemForm]:
    return PromiseForm if rules.is_recorded(case) else ItemForm


@once
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    case = _arrangeable(request, pk)
    with timezone.override(zone_of(case)):
        form = _form_of(case)(request.POST or None)
        if form.is_valid():
            add_item(case, form.cleaned_data, by=request.person)
            messages.success(request, _("手配項目を追加しました。"))
            return redirect("cases:case", pk)
        return render(request, "cases/item.html", _context(case) | {"form": form, "item": None})


@once
def edit(request: SignedInRequest, pk: int, item_pk: int) -> HttpResponse:
    case = _arrangeable(request, pk)
    item = _item(case, item_pk)
    context = _context(case) | {"item": item, "moves": open_moves(ITEM_FLOW, item, request.person)}
    with timezone.override(zone_of(case)):
        form = _form_of(case)(request.POST or None, initial=_form_of(case).initial_of(item))
        if form.is_valid():
            try:
                change_item(item, form.cleaned_data, base_revision=sent_revision(request), by=request.person)
            except StaleError as stale:
                context |= {"item": stale.now, "form": form, "is_stale": True}
                return render(request, "cases/item.html", context, status=409)
            messages.success(request, _("手配項目を保存しました。"))
            return redirect("cases:item", pk, item_pk)
        return render(request, "cases/item.html", context | {"form": form})


@require_POST
@once
def move(request: SignedInRequest, pk: int, item_pk: int, code: str) -> HttpResponse:
    case = _arrangeable(request, pk)
    item = _item(case, item_pk)
    known = next((one.move for one in open_moves(ITEM_FLOW, item, request.person) if one.move.code == code), None)
    if known is None:
        messages.error(request, _("この手配項目はすでに状態が変わっています。"))
        return redirect("cases:item", pk, item_pk)
    form = MoveForm(known.note_label, known.needs_note, request.POST)
    if not form.is_valid():
        messages.error(request, _("理由を入力してください。"))
        return redirect("cases:item", pk, item_pk)
    try:
        move_item(item, code, by=request.person, note=form.cleaned_data["note"])
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
        return redirect("cases:item", pk, item_pk)
    messages.success(request, f"{item.title}: {ITEM_FLOW.step(item.step).label}")
    return redirect("cases:case", pk)
