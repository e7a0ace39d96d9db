"""Kits: what is kept for a shelter, printed as one."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.foundation.translation.queries import resident_languages
from kakehashi.kernel.references import Ref
from kakehashi.services.disaster.exports.cards import cards_pdf
from kakehashi.services.disaster.forms.making import Making
from kakehashi.services.disaster.forms.sheets import CardsForm, IntoKitForm, KitForm
from kakehashi.services.disaster.models import Kit
from kakehashi.services.disaster.operations import kits as operations
from kakehashi.services.disaster.queries.bank import sentences_by_code
from kakehashi.services.disaster.queries.sheet_status import statuses_of
from kakehashi.services.disaster.queries.sheets import visible_kits, visible_sheets, writers_organisations
from kakehashi.services.disaster.views.gates import writers_only
from kakehashi.services.disaster.views.sheets import shown


def _kit(request: SignedInRequest, pk: int) -> Kit:
    return get_object_or_404(visible_kits(request.person), pk=pk)


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    writers_only(request)
    return render(request, "disaster/kits.html", {"kits": visible_kits(request.person)})


@require_POST
@once
def add(request: SignedInRequest) -> HttpResponse:
    """What stands on the sheet maker's page goes into a kit; it need not be filled."""
    writers_only(request)
    data = QueryDict(request.POST.get("state", ""))
    making = Making(request.person, data)
    form = IntoKitForm(request.person, making.organisation, request.POST)
    if not form.is_valid() or not making.parts:
        return shown(request, data, kit_form=form)
    kit = form.cleaned_data["kit"]
    draft = making.draft()
    if kit is None:
        paper = {name: value for name, value in draft.paper.items() if name != "by_hand"}
        values = {"name": form.cleaned_data["name"], "languages": draft.languages, "paper": paper}
        kit = operations.save_kit(making.organisation, {**values, "lines": draft.lines}, by=request.person)
    else:
        operations.add_to_kit(kit, draft.lines, by=request.person)
    messages.success(request, _("ひとそろいに入れました。"))
    return redirect("disaster:kit", kit.pk)


@require_safe
def kit(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is in it, when it was printed last, and whether its words have changed since."""
    found = _kit(request, pk)
    sheets = statuses_of(visible_sheets(request.person).filter(kit=found, state="current"))
    context = {
        "kit": found,
        "tongues": [one for one in resident_languages() if one.code in found.languages],
        "sentences": sentences_by_code(line["code"] for line in found.lines),
        "printed": documents_about(Ref(operations.REF, found.pk)).last(),
        "changed": [one for one in sheets if not one.holds],
        "printing": operations.printing(found),
    }
    return render(request, "disaster/kit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _kit(request, pk)
    form = KitForm(found, request.POST or None)
    status = 200
    if form.is_valid():
        try:
            operations.change_kit(found, form.values(), base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            messages.error(request, str(stale))
            status = 409
        else:
            messages.success(request, _("ひとそろいを保存しました。"))
            return redirect("disaster:kit", found.pk)
    return render(request, "disaster/kit_edit.html", {"kit": found, "form": form}, status=status)


@require_POST
@once
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one sentence out."""
    found = _kit(request, pk)
    lines = [line for line in found.lines if line["code"] != request.POST.get("code")]
    try:
        operations.change_kit(found, {"lines": lines}, base_revision=sent_revision(request), by=request.person)
    except StaleError as stale:
        messages.error(request, str(stale))
    return redirect("disaster:kit", found.pk)


@require_POST
@once
def print_(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _kit(request, pk)
    if found.lines:
        operations.order_print(found, by=request.person)
        messages.success(request, _("印刷用のファイルを作り始めました。このページを離れても続きます。"))
    return redirect("disaster:kit", found.pk)


@require_safe
def cards(request: SignedInRequest) -> HttpResponse:
    """Help cards, pointing boards, the registration card: as PDF in the languages chosen."""
    writers_only(request)
    form = CardsForm(writers_organisations(request.person)[0], request.GET or None)
    if not form.is_valid():
        return render(request, "disaster/cards.html", {"form": form})
    card = form.cleaned_data["card"]
    headers = {"Content-Disposition": f'inline; filename="{card}.pdf"', "Cache-Control": "private, no-store"}
    content = cards_pdf(card, form.cleaned_data["lang"])
    return HttpResponse(content, content_type="application/pdf", headers=headers)
