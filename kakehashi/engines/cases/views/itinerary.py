"""The itinerary: page, PDF and calendar file of the same arrangements."""

from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kakehashi.engines.cases import exports, queries, rules
from kakehashi.engines.cases.choices import zone_words
from kakehashi.engines.cases.models import Case
from kakehashi.engines.cases.views.items import zone_of
from kakehashi.foundation.access.requests import SignedInRequest


def _case(request: SignedInRequest, pk: int) -> Case:
    """The case whose arrangements this person may read: the office always, others once they were sent."""
    case = get_object_or_404(queries.whole_case(request.person), pk=pk)
    sent = case.step in {"ready", "visited", "following_up", "closed"}
    if not sent and not rules.is_staff_for(request.person, case):
        raise Http404
    return case


def page(request: SignedInRequest, pk: int) -> HttpResponse:
    case = _case(request, pk)
    with timezone.override(zone_of(case)):
        days = queries.days_of(case, zone_of(case))
        return render(
            request, "cases/itinerary.html", {"case": case, "days": days, "zone": zone_words(zone_of(case).key)}
        )


def pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    case = _case(request, pk)
    body = exports.itinerary_pdf(case, zone_of(case), request.person.language)
    return _file(body, "application/pdf", f"itinerary-{case.number}.pdf")


def calendar(request: SignedInRequest, pk: int) -> HttpResponse:
    case = _case(request, pk)
    zone: ZoneInfo = zone_of(case)
    return _file(exports.itinerary_calendar(case, zone), "text/calendar; charset=utf-8", f"itinerary-{case.number}.ics")


def _file(body: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        body, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
