"""The figures of a fiscal year, each leading to its cases; and the same as a file."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.engines.cases import exports
from kakehashi.engines.cases.forms.statistics import StatisticsForm
from kakehashi.engines.cases.queries.narrowing import Filter, parameters
from kakehashi.engines.cases.queries.statistics import (
    FEWEST,
    MARKS,
    Days,
    Figures,
    Row,
    Statistics,
    may_see_statistics,
    scope_of,
    statistics,
)
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.ui.items import Bar
from kakehashi.kernel import clock


def _asked(request: SignedInRequest) -> tuple[StatisticsForm, Statistics]:
    """Offices of others are not there, nor is this page for whoever works on no cases."""
    if not may_see_statistics(request.person):
        raise Http404
    scope = scope_of(request.person)
    form = StatisticsForm(request.GET, scope)
    if not form.is_valid():
        raise Http404
    return form, statistics(request.person, scope, **form.cleaned_data)


def index(request: SignedInRequest) -> HttpResponse:
    form, found = _asked(request)
    year = form.cleaned_data["fiscal_year"]
    context = {
        "form": form,
        "year": year,
        "is_this_year": year == clock.fiscal_year(clock.today()),
        "columns": exports.count_words(),
        "stats": [_stat(found.total, count, label) for count, label in exports.count_words().items()],
        "clocks": [_clock(_("事務所の番だった日数"), found.total, "office_days"),
                   _clock(_("依頼団体の番だった日数"), found.total, "client_days")],
        "partial": _partial(found.total),
        "items": [{"arranged": one.items[True], "not_arranged": one.items[False]} for one in _both(found.total)],
        "marks": [_mark(mark, found.total) for mark in MARKS],
        "bodies": found.bodies,
        "bodies_before": found.bodies_before,
        "named": [(body, _address(body.narrowed)) for body in found.bodies.named],
        "tables": _tables(found),
        "query": urlencode({name: value for name, value in form.cleaned_data.items() if value}),
    }  # fmt: skip
    return render(request, "cases/statistics.html", context)


def export(request: SignedInRequest, suffix: str) -> HttpResponse:
    if suffix not in exports.TYPES:
        raise Http404
    form, found = _asked(request)
    name = f"case-statistics-{form.cleaned_data['fiscal_year']}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(exports.statistics_table(found, suffix), content_type=exports.TYPES[suffix], headers=headers)


def _address(narrowed: Filter) -> str:
    return f"{reverse('cases:list')}?{urlencode(parameters(narrowed))}"


def _stat(row: Row, count: str, label: str) -> dict[str, Any]:
    """One number, the list it is of, and the number of the year before."""
    number = row.now.counts[count]
    url = _address(row.filter_of(count)) if number else ""
    before = _("前年度 %(number)s") % {"number": f"{row.before.counts[count]:,}"}
    return {"label": label, "value": number, "url": url, "before": before}


def _both(row: Row) -> tuple[Figures, Figures]:
    return row.now, row.before


def _partial(row: Row) -> list[dict[str, Any]]:
    url, url_before = (_address(one) for one in _years_of(row, "partial"))
    now, before = (one.counts["partial"] for one in _both(row))
    return [{"value": now, "url": url if now else ""}, {"value": before, "url": url_before if before else ""}]


def _years_of(row: Row, count: str) -> tuple[Filter, Filter]:
    """The list of this year and that of the year before."""
    narrowed = row.filter_of(count)
    return narrowed, replace(narrowed, fiscal_year=(narrowed.fiscal_year or 0) - 1)


def _clock(label: str, row: Row, name: str) -> dict[str, Any]:
    now, before = (_days(figures, name) for figures in _both(row))
    url = _address(row.filter_of("ended")) if now.cases else ""
    return {"label": label, "now": now, "before": before, "cases": now.cases.total(), "url": url}


def _days(figures: Figures, name: str) -> Days:
    days: Days = getattr(figures, name)
    return days


def _mark(mark: str, row: Row) -> dict[str, Any]:
    """An average only where enough have answered."""
    return {"label": exports.mark_words()[mark], "years": [_average(one.marks[mark]) for one in _both(row)]}


def _average(marks: list[int]) -> dict[str, Any]:
    enough = len(marks) >= FEWEST
    return {"average": f"{sum(marks) / len(marks):.1f}" if enough else "", "number": len(marks)}


def _tables(found: Statistics) -> list[dict[str, Any]]:
    tables = [(_("事務所・課ごと"), found.offices), (_("種類ごと"), found.kinds)]
    return [{"caption": caption, "rows": [_line(row) for row in rows], "bars": _bars(rows)}
            for caption, rows in tables if rows]  # fmt: skip


def _line(row: Row) -> dict[str, Any]:
    cells = [_stat(row, count, label) for count, label in exports.count_words().items()]
    before = row.before.counts["received"]
    url = _address(_years_of(row, "received")[1]) if before else ""
    return {"row": row, "cells": [*cells, {"value": before, "url": url}]}


def _bars(rows: list[Row]) -> list[Bar]:
    received = [(row, _stat(row, "received", row.name)) for row in rows]
    return [Bar(row.name, stat["value"], stat["url"]) for row, stat in received]
