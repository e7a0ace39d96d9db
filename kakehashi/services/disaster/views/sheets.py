"""The sheet maker: find a sentence, fill it, choose languages and paper, look, print."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.ui.items import Link
from kakehashi.services.disaster.choices import SheetState
from kakehashi.services.disaster.exports.paper import address, first_page, sheets_pdf
from kakehashi.services.disaster.forms.making import MOST, Making
from kakehashi.services.disaster.forms.sheets import FindForm, IntoKitForm, WithdrawForm
from kakehashi.services.disaster.models import Sheet
from kakehashi.services.disaster.operations import sheets as operations
from kakehashi.services.disaster.queries.bank import find_sentences
from kakehashi.services.disaster.queries.drawing import as_printed, pictures_of
from kakehashi.services.disaster.queries.sheet_status import moved, statuses_of
from kakehashi.services.disaster.queries.sheets import numbers, visible_kits, visible_sheets
from kakehashi.services.disaster.queries.titles import sheet_rows
from kakehashi.services.disaster.views.gates import writers_only

PAGE = 30
_STATES = [("", gettext_lazy("すべて")), *SheetState.choices]
_OF_SEARCH = ("q", "category", "phase", "purpose", "page", "go")


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """The service on one page: what hangs, what is kept, which shelters are open; the search for a sentence."""
    writers_only(request)
    context = {
        "form": FindForm(),
        "numbers": numbers(request.person),
        "sheets": sheet_rows(visible_sheets(request.person)[:5]),
        "kits": visible_kits(request.person)[:5],
    }
    return render(request, "disaster/home.html", context)


def _carried(request: SignedInRequest) -> QueryDict:
    """What the sheet maker's page holds, without the search around it."""
    carried = request.GET.copy()
    for name in _OF_SEARCH:
        carried.pop(name, None)
    return carried


@require_safe
def find(request: SignedInRequest) -> HttpResponse:
    """Sentences by words in any language; each leads to the maker with all that was chosen before."""
    writers_only(request)
    form, carried = FindForm(request.GET), _carried(request)
    page = Paginator(find_sentences(form.sought()), PAGE).get_page(request.GET.get("page"))
    chosen = carried.getlist("s")
    rows = [(one, _with(carried, one.code), one.code in chosen) for one in page]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "carried": [(name, value) for name, values in carried.lists() for value in values],
        "chosen": chosen,
        "back": f"{reverse('disaster:sheet_make')}?{carried.urlencode()}",
        "is_full": len(chosen) >= MOST,
    }
    return render(request, "disaster/sheet_find.html", context)


def _with(carried: QueryDict, code: str) -> str:
    data = carried.copy()
    data.setlist("s", [*dict.fromkeys([*data.getlist("s"), code])])
    return f"{reverse('disaster:sheet_make')}?{data.urlencode()}"


def _opened(request: SignedInRequest, data: QueryDict) -> tuple[Making, Sheet | None]:
    """The maker's page; `replaces` opens a sheet again, to make a new one of it."""
    old = None
    if code := data.get("replaces", ""):
        old = get_object_or_404(visible_sheets(request.person), code=code)
    return Making(request.person, data, old=old), old


@require_safe
def make(request: SignedInRequest) -> HttpResponse:
    """Fill, choose, look. Its address holds everything."""
    writers_only(request)
    data = request.GET.copy()
    dropped = data.pop("drop", [])
    go = data.pop("go", [""])[0]
    if dropped:
        data.setlist("s", [code for code in data.getlist("s") if code not in dropped])
        for name in [key for key in data if key.startswith(tuple(f"{code}-" for code in dropped))]:
            del data[name]
    if dropped or go == "find":
        there = reverse("disaster:sheet_find" if go == "find" else "disaster:sheet_make")
        return redirect(f"{there}?{data.urlencode()}")
    return shown(request, data)


def shown(
    request: SignedInRequest, data: QueryDict, *, kit_form: IntoKitForm | None = None, refused: str = ""
) -> HttpResponse:
    """The maker's page with all that was typed; `kit_form` or `refused`: what was wrong with what was sent."""
    making, old = _opened(request, data)
    if not making.parts:
        return redirect(f"{reverse('disaster:sheet_find')}?{data.urlencode()}")
    is_complete = making.is_complete
    context: dict[str, Any] = {
        "making": making,
        "old": old,
        "state": data.urlencode(),
        "is_complete": is_complete,
        "is_full": len(making.parts) >= MOST,
        "picture": pictures_of([making.draft()])[0],
        "kit_form": kit_form or IntoKitForm(request.person, making.organisation),
        "refused": refused,
    }
    return render(request, "disaster/sheet_make.html", context, status=422 if kit_form or refused else 200)


@require_POST
@once
def print_(request: SignedInRequest) -> HttpResponse:
    """Keep the sheet under its code; its page has the PDF."""
    writers_only(request)
    data = QueryDict(request.POST.get("state", ""))
    making, old = _opened(request, data)
    if not making.is_complete:
        return shown(request, data, refused=_("まだ印刷できません。空欄を確かめてください。"))
    try:
        sheet = operations.print_sheet(making.organisation, making.planned(), by=request.person, replaces=old)
    except operations.SheetRefusedError as refused:
        return shown(request, data, refused=str(refused))
    messages.success(request, _("シート %(code)s を作りました。PDFを開いて印刷してください。") % {"code": sheet.code})
    return redirect("disaster:sheet", sheet.code)


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Every sheet that was printed, newest first."""
    writers_only(request)
    found = visible_sheets(request.person)
    if state := request.GET.get("state", ""):
        found = found.filter(state=state)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    tabs = [Link(str(label), f"?state={value}", value == state) for value, label in _STATES]
    return render(
        request,
        "disaster/sheets.html",
        {"page": page, "rows": sheet_rows(page), "state": state, "tabs": tabs},
    )


def _sheet(request: SignedInRequest, code: str) -> Sheet:
    return get_object_or_404(visible_sheets(request.person), code=code)


@require_safe
def sheet(request: SignedInRequest, code: str) -> HttpResponse:
    return _sheet_page(request, _sheet(request, code))


def _sheet_page(request: SignedInRequest, found: Sheet, *, form: WithdrawForm | None = None) -> HttpResponse:
    status = statuses_of([found])[0]
    context = {
        "sheet": found,
        "title": sheet_rows([found])[0].title,
        "status": status,
        "moved": moved(status),
        "picture": as_printed([found])[0] if found.said else None,
        "address": address(found.code),
        "form": form or WithdrawForm(),
    }
    return render(request, "disaster/sheet.html", context, status=422 if form else 200)


def _printed(request: SignedInRequest, code: str) -> Sheet:
    """With the words that stand on it; sheets printed before those were kept have no PDF."""
    found = _sheet(request, code)
    if not found.said:
        raise Http404
    return found


@require_safe
def sheet_pdf(request: SignedInRequest, code: str) -> HttpResponse:
    found = _printed(request, code)
    headers = {
        "Content-Disposition": f'inline; filename="sheet-{found.code}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(sheets_pdf([found]), content_type="application/pdf", headers=headers)


@require_safe
def sheet_picture(request: SignedInRequest, code: str) -> HttpResponse:
    """The first page, to be looked at."""
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(first_page(_printed(request, code)), content_type="image/png", headers=headers)


@require_POST
@once
def withdraw(request: SignedInRequest, code: str) -> HttpResponse:
    found = _sheet(request, code)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _sheet_page(request, found, form=form)
    try:
        operations.withdraw_sheet(found, reason=form.cleaned_data["reason"], by=request.person)
    except operations.SheetRefusedError as refused:
        messages.error(request, str(refused))
        return redirect("disaster:sheet", found.code)
    messages.success(request, _("シートを取り下げました。貼ってある紙を外してください。"))
    return redirect("disaster:sheet", found.code)
