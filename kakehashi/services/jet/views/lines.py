"""Lines of a sheet: added, changed, dropped, ranked by the council; all of them as an Excel file, out and in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.exports.files import xlsx
from kakehashi.services.jet.forms.requests import FileForm, LineForm, LineRowForm, countries_of, row_values
from kakehashi.services.jet.forms.tables import file_of
from kakehashi.services.jet.models import Cycle, RequestLine, RequestSheet
from kakehashi.services.jet.operations import requests as operations
from kakehashi.services.jet.queries import requests as queries
from kakehashi.services.jet.views import bringing
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import cycle_of, writers_only
from kakehashi.services.jet.views.requests import sheet_of, sheets_link


def _line(request: SignedInRequest, pk: int) -> RequestLine:
    return get_object_or_404(queries.visible_lines(request.person), pk=pk)


def _way(sheet: RequestSheet, words: str) -> list[Link]:
    back = Link(str(sheet.organisation), reverse("jet:sheet", args=[sheet.pk]))
    return crumbs(sheets_link(sheet.cycle), back, Link(words, ""))


@once
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    sheet = sheet_of(request, pk)
    writers_only(request, sheet)
    form = LineForm(countries_of(sheet.cycle), request.POST or None)
    context: dict[str, Any] = {"form": form, "sheet": sheet, "crumbs": _way(sheet, _("行を加える"))}
    if form.is_valid():
        try:
            operations.add_line(sheet, form.values(), by=request.person)
        except MoveRefusedError as refused:
            return render(request, "jet/line_edit.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("行を加えました。"))
        return redirect("jet:sheet", pk)
    return render(request, "jet/line_edit.html", context, status=422 if form.is_bound else 200)


@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    line = _line(request, pk)
    writers_only(request, line.sheet)
    form = LineForm(countries_of(line.sheet.cycle), request.POST or None, instance=_line(request, pk))
    context: dict[str, Any] = {"form": form, "sheet": line.sheet, "line": line, "revision": line.sheet.revision}
    context["crumbs"] = _way(line.sheet, _("行を直す"))
    if form.is_valid():
        try:
            operations.change_line(line, form.values(), base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            now = _line(request, pk)
            context |= {"differences": form.differences(now), "revision": stale.now.revision}
            return render(request, "jet/line_edit.html", context, status=409)
        except MoveRefusedError as refused:
            return render(request, "jet/line_edit.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("行を保存しました。"))
        return redirect("jet:sheet", line.sheet_id)
    return render(request, "jet/line_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    line = _line(request, pk)
    try:
        operations.drop_line(line, by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("行を消しました。"))
    return redirect("jet:sheet", line.sheet_id)


@require_POST
@once
def rank(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whether the placement must fill these posts first."""
    line = _line(request, pk)
    operations.set_must_fill(line, must_fill=request.POST.get("must_fill") == "on", by=request.person)
    messages.success(request, _("欠かせない枠の扱いを保存しました。"))
    return redirect("jet:sheet", line.sheet_id)


def _blank(request: SignedInRequest, cycle: Cycle, data: Any = None) -> LineRowForm:
    known = {one.code: one for one in queries.asking_organisations(request.person)}
    return LineRowForm(countries_of(cycle), known, data)


@require_safe
def export(request: SignedInRequest, year: int) -> HttpResponse:
    """All lines this person may read."""
    cycle = cycle_of(request, year)
    lines = queries.visible_lines(request.person).filter(sheet__cycle=cycle)
    rows = (row_values(line) for line in lines.order_by("sheet__organisation__code", "number"))
    return xlsx(file_of(LineRowForm(countries_of(cycle), {}), rows, sheet=_("要望")), f"jet-requests-{year}")


@require_POST
@once
def take_in(request: SignedInRequest, year: int) -> HttpResponse:
    cycle = cycle_of(request, year)
    form = FileForm(request.POST, request.FILES)
    needed = ("code", "position", "posts")
    if token := bringing.keep(request, form, _blank(request, cycle), place=f"lines:{year}", needed=needed):
        return redirect("jet:lines_look", year, token)
    context = {"cycle": cycle, "form": form, "crumbs": crumbs(sheets_link(cycle), Link(_("ファイルを取り込む"), ""))}
    return render(request, "jet/lines_import.html", context, status=422)


@once
def look(request: SignedInRequest, year: int, token: str) -> HttpResponse:
    """What the file would change, before it does."""
    cycle = cycle_of(request, year)
    rows = bringing.kept(request, place=f"lines:{year}", token=token)
    if rows is None:
        return bringing.gone(request, "jet:sheets", year)
    found = _compared(request, cycle, rows)
    if request.method == "POST" and found.is_ready:
        try:
            added, changed = operations.take_in_lines(cycle, map(_brought, found.forms), by=request.person)
        except MoveRefusedError as refused:
            messages.error(request, str(refused))
        else:
            bringing.forget(request, place=f"lines:{year}", token=token)
            numbers = {"added": added, "changed": changed}
            messages.success(request, _("新しい行%(added)s件、変わった行%(changed)s件を取り込みました。") % numbers)
            return redirect("jet:sheets", year)
    return bringing.page(request, found, crumbs(sheets_link(cycle), Link(_("取り込む前に確かめる"), "")))


def _compared(request: SignedInRequest, cycle: Cycle, rows: list[Any]) -> bringing.Compared[LineRowForm]:
    blank = _blank(request, cycle)
    lines = queries.visible_lines(request.person).filter(sheet__cycle=cycle)
    known = {(one.sheet.organisation.code, one.number): row_values(one) for one in lines}

    def stands(form: LineRowForm) -> dict[str, Any] | None:
        before = known.get(form.key) if form.key else None
        return {**before, "name": form.cleaned_data["name"]} if before else None

    return bringing.compare(
        rows,
        lambda data: LineRowForm(blank.known, blank.organisations, data),
        key=lambda form: form.key,
        known=stands,
        title=lambda form: form.title,
    )


def _brought(form: LineRowForm) -> operations.Brought:
    code, number = form.cleaned_data["code"], form.cleaned_data["number"]
    return operations.Brought(form.organisations[code], number, form.values())
