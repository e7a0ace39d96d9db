"""The calendar of an office, a month at a time."""

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kakehashi.engines.cases.queries.calendar import YEARS, calendar_offices, month_of
from kakehashi.engines.cases.queries.calendar_feed import may_subscribe
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.ui.items import Link
from kakehashi.kernel import clock


def index(request: SignedInRequest) -> HttpResponse:
    """Choose an office; with one only, straight to its calendar."""
    today = clock.today()
    offices = list(calendar_offices(request.person))
    if not offices:
        raise Http404
    if len(offices) == 1:
        return redirect(_address(offices[0].code, today))
    rows = [(office, _address(office.code, today)) for office in offices]
    return render(request, "cases/calendar.html", {"rows": rows, "may_subscribe": may_subscribe(request.person)})


def month(request: SignedInRequest, code: str, year: int, month: int) -> HttpResponse:
    office = get_object_or_404(calendar_offices(request.person), code=code)
    if year not in YEARS or not 1 <= month <= 12:
        raise Http404
    first_day, today = dt.date(year, month, 1), clock.today()
    beside = [(_("前の月"), -1), (_("次の月"), 1)]
    ways = [(words, clock.add_months(first_day, months)) for words, months in beside]
    ways.insert(1, (_("今月"), today))
    context = {
        "office": office,
        "may_subscribe": may_subscribe(request.person),
        "month": month_of(office, request.person, first_day),
        "words": month_words(first_day),
        "ways": [
            (words, month_words(day), _address(office.code, day), (day.year, day.month) == (year, month))
            for words, day in ways
            if day.year in YEARS
        ],
        "crumbs": [
            Link(_("案件"), reverse("cases:list")),
            Link(_("予定表"), reverse("cases:calendar")),
            Link(str(office), ""),
        ],
    }
    return render(request, "cases/calendar_month.html", context)


def month_words(day: dt.date) -> str:
    """平成24年10月, October 2012."""
    if (get_language() or "ja").startswith("ja"):
        return f"{clock.era_year(day)}{day.month}月"
    return date_format(day, "F Y")


def _address(code: str, day: dt.date) -> str:
    return reverse("cases:calendar_month", args=[code, day.year, day.month])
