"""The ranking of a call: page and file."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.queries.board_ranking import Ranked, ordered, ranking
from kakehashi.engines.calls.queries.reviewing import watched_calls
from kakehashi.engines.calls.views.ways import ways_of_call
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.documents.exports import Cell, to_csv, to_xlsx

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def page(request: SignedInRequest, pk: int) -> HttpResponse:
    """The applications of a call by what the reviewers gave."""
    call = get_object_or_404(watched_calls(request.person), pk=pk)
    sort = request.GET.get("sort", "rank")
    rows = ordered(ranking(call, request.person), sort)
    context: dict[str, Any] = {
        "call": call,
        "rows": rows,
        "columns": _columns(call, sort),
        "ways": ways_of_call(call, request.person),
    }
    return render(request, "calls/ranking.html", context)


def file(request: SignedInRequest, pk: int, suffix: str) -> HttpResponse:
    """The same as a table for Excel, or as CSV."""
    if suffix not in TYPES:
        raise Http404
    call = get_object_or_404(watched_calls(request.person), pk=pk)
    header, rows = _header(call), list(_cells(call, ranking(call, request.person)))
    content = to_csv(header, rows) if suffix == "csv" else to_xlsx(header, rows, sheet=_("順位"))
    response = HttpResponse(content, content_type=TYPES[suffix])
    response["Content-Disposition"] = f'attachment; filename="ranking-{call.pk}.{suffix}"'
    return response


def _columns(call: Call, sort: str) -> list[dict[str, str | bool]]:
    """The heads of the table, each with the sorting that a press brings and how it stands now."""
    labels = _labels(call)
    found: list[dict[str, str | bool]] = []
    for column in labels:
        is_current, goes_down = sort.removeprefix("-") == column, sort.startswith("-")
        following = f"-{column}" if is_current and not goes_down else column
        state = ("descending" if goes_down else "ascending") if is_current else ""
        is_number = column in {"rank", "reviews", "score", "spread", "yen"}
        found.append({"label": labels[column], "sort": following, "state": state, "is_number": is_number})
    return found


def _labels(call: Call) -> dict[str, str]:
    """The columns of ``SORTS``; no amounts where nothing is paid."""
    found = {
        "rank": _("順位"),
        "number": _("受付番号"),
        "applicant": _("団体"),
        "prefecture": _("都道府県"),
        "theme": _("分野"),
        "track": _("枠"),
        "reviews": _("審査員の数"),
        "score": _("得点"),
        "spread": _("ばらつき"),
        "yen": _("額(円)"),
    }
    return found if call.has_money else {name: label for name, label in found.items() if name != "yen"}


def _header(call: Call) -> list[str]:
    return [*_labels(call).values(), _("最低"), _("最高"), _("採点待ち"), _("事業名"), _("状態")]


def _cells(call: Call, rows: list[Ranked]) -> Iterator[list[Cell]]:
    for row in rows:
        one = row.application
        yield [
            row.rank, one.number, str(one.applicant), str(row.prefecture or ""), row.theme, str(one.track or ""),
            row.reviews, row.score, row.spread, *([row.yen] if call.has_money else []), row.lowest, row.highest,
            row.waiting, str(one), str(one.stage.label),
        ]  # fmt: skip
