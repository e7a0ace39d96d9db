"""The deadlines of all calls: a page, and a feed for one's own calendar. Nothing of it leaves the platform."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kakehashi.engines.calls.queries import public_calendar as queries
from kakehashi.foundation.access.requests import VisitorRequest
from kakehashi.foundation.ui.formatting import ui_fiscal_year
from kakehashi.foundation.ui.items import Link
from kakehashi.kernel import clock


@login_not_required
@require_safe
def calendar(request: VisitorRequest) -> HttpResponse:
    """One fiscal year, month by month."""
    found = queries.dates()
    years = queries.years_of(found)
    this = clock.fiscal_year(clock.today())
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), this)
    feed = reverse("calls:calendar_feed")
    language = "en" if get_language() == "en" else "ja"
    context = {
        "crumbs": [Link(_("募集一覧"), reverse("calls:calls")), Link(_("締切カレンダー"), "")],
        "year": year,
        "years": [Link(ui_fiscal_year(one), f"?year={one}", one == year) for one in years],
        "months": queries.months_of(year, found),
        "undated": queries.undated_calls() if year == this else [],
        "today": clock.today(),
        "feed_url": request.build_absolute_uri(f"{feed}?lang={language}"),
    }
    return render(request, "calls/calendar.html", context)


@login_not_required
@require_safe
def feed(request: VisitorRequest) -> HttpResponse:
    """iCalendar; calendars send no cookies, so the address says the language."""
    asked = request.GET.get("lang", "")
    with override(asked if asked in {"ja", "en"} else get_language() or "ja"):
        body = queries.as_calendar()
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
