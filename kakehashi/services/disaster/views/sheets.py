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

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.ui.items import Link
from kakehashi.services.disaster.choices import SheetState
from kakehashi.services.disaster.exports.paper import address, first_page, sheets_pdf
from kakehashi.services.disaster.forms.making import MOST, Making
from kakehashi.services.disaster.forms.sheets import FindForm, IntoKitForm, WithdrawForm
from kakehashi.services.disaster.models import Sheet
from kakehashi.services.disaster.operations import sheets as operations
from kakehashi.services.disaster.queries.bank import find_sentences
from kakehashi.services.disaster.queries.drawing import pictures_of
from kakehashi.services.disaster.queries.sheets import numbers, status_of, visible_kits, visible_sheets
from kakehashi.services.disaster.queries.titles import sheet_rows

PAGE = 30
_STATES = [("", gettext_lazy("すべて")), *SheetState.choices]
_OF_SEARCH = ("q", "category", "phase", "purpose", "page", "go")


def _writer(request: SignedInRequest) -> None:
    if not standing(request.person).may(Permission.WRITE_BULLETINS):
        raise Http404


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """The service on one page: what hangs, what is kept, which shelters are open; the search for a sentence."""
    _writer(request)
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
    _writer(request)
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
    initial = {**old.paper, "lang": old.languages, "facility": old.facility_id} if old else None
    return Making(request.person, data, stored=old.lines if old else None, initial=initial), old


@require_safe
def make(request: SignedInRequest) -> HttpResponse:
    """Fill, choose, look. Its address holds everything."""
    _writer(request)
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
    return _shown(request, data)


def _shown(request: SignedInRequest, data: QueryDict, *, kit_form: IntoKitForm | None = None) -> HttpResponse:
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
    }
    return render(request, "disaster/sheet_make.html", context)


@require_POST
@once
def print_(request: SignedInRequest) -> HttpResponse:
    """Keep the sheet under its code; its page has the PDF."""
    _writer(request)
    data = QueryDict(request.POST.get("state", ""))
    making, old = _opened(request, data)
    if not making.is_complete:
        messages.error(request, _("まだ印刷できません。空欄を確かめてください。"))
        return _shown(request, data)
    sheet = operations.print_sheet(making.organisation, making.planned(), by=request.person, replaces=old)
    return redirect("disaster:sheet", sheet.code)


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Every sheet that was printed, newest first."""
    _writer(request)
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
    context = {
        "sheet": found,
        "title": sheet_rows([found])[0].title,
        "status": status_of(found),
        "picture": pictures_of([found])[0],
        "address": address(found.code),
        "form": form or WithdrawForm(),
    }
    return render(request, "disaster/sheet.html", context, status=422 if form else 200)


@require_safe
def sheet_pdf(request: SignedInRequest, code: str) -> HttpResponse:
    found = _sheet(request, code)
    headers = {
        "Content-Disposition": f'inline; filename="sheet-{found.code}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(sheets_pdf([found]), content_type="application/pdf", headers=headers)


@require_safe
def sheet_picture(request: SignedInRequest, code: str) -> HttpResponse:
    """The first page, to be looked at."""
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(first_page(_sheet(request, code)), content_type="image/png", headers=headers)


@require_POST
@once
def withdraw(request: SignedInRequest, code: str) -> HttpResponse:
    found = _sheet(request, code)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _sheet_page(request, found, form=form)
    operations.withdraw_sheet(found, reason=form.cleaned_data["reason"], by=request.person)
    messages.success(request, _("シートを取り下げました。貼ってある紙を外してください。"))
    return redirect("disaster:sheet", found.code)
