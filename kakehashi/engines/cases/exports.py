"""Cases as files: the list as CSV and Excel, the itinerary as PDF and calendar."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kakehashi.engines.cases.flow import ITEM_FLOW
from kakehashi.engines.cases.models import Case
from kakehashi.engines.cases.queries import days_of
from kakehashi.foundation.documents.exports import Cell, to_csv, to_xlsx
from kakehashi.foundation.documents.pdf import render
from kakehashi.kernel import clock

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def _header() -> list[str]:
    return [_("番号"), _("件名"), _("サービス"), _("依頼団体"), _("事務所"), _("国・地域"), _("都市"), _("訪問先"),
            _("最初の日"), _("最後の日"), _("状態"), _("状態の開始"), _("担当者")]  # fmt: skip


def _rows(cases: Iterable[Case]) -> Iterator[list[Cell]]:
    for case in cases:
        yield [
            case.number,
            case.title,
            str(case.kind),
            str(case.applicant),
            str(case.office),
            str(case.country or ""),
            case.city,
            case.host,
            case.first_day,
            case.last_day,
            str(case.stage.label),
            clock.japan_day(case.step_since),
            str(case.lead or ""),
        ]


def as_csv(cases: Iterable[Case]) -> bytes:
    return to_csv(_header(), _rows(cases))


def as_xlsx(cases: Iterable[Case]) -> bytes:
    return to_xlsx(_header(), _rows(cases), sheet=_("案件"))


def itinerary_pdf(case: Case, zone: tzinfo, language: str) -> bytes:
    """A4, in the reader's language; `zone` is the office's."""
    with override(language):
        return render("itinerary", _itinerary(case, zone), language=language)


def _itinerary(case: Case, zone: tzinfo) -> dict[str, Any]:
    day_words = clock.long_date_en if get_language() == "en" else clock.long_date_ja
    days = []
    for day, items in days_of(case, zone):
        rows = []
        for item in items:
            begins = item.starts_at.astimezone(zone).strftime("%H:%M") if item.starts_at else ""
            ends = item.ends_at.astimezone(zone).strftime("%H:%M") if item.ends_at else ""
            rows.append(
                {
                    "time": f"{begins}–{ends}" if ends else begins,
                    "title": item.title,
                    "host": item.host,
                    "place": item.place,
                    "contact": item.contact,
                    "state": str(ITEM_FLOW.step(item.step).public_label),
                    "remarks": item.reason or item.remarks,
                }
            )
        days.append({"day": day_words(day) if day else _("日時なし"), "rows": rows})
    return {
        "title": case.title,
        "number": case.number,
        "applicant": str(case.applicant),
        "office": str(case.office),
        "zone": str(zone),
        "days": days,
    }


def itinerary_calendar(case: Case, zone: tzinfo) -> bytes:
    """Every confirmed item as an event; the same item keeps its UID, so a second import replaces the first."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kakehashi//itinerary//JA")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", case.title)
    for _day, items in days_of(case, zone):
        for item in items:
            if item.step != "confirmed" or item.starts_at is None:
                continue
            event = Event()
            event.add("uid", f"item-{item.pk}@{settings.SITE_URL.partition('://')[2]}")
            event.add("dtstamp", clock.now())
            event.add("sequence", item.revision)
            event.add("dtstart", item.starts_at.astimezone(zone))
            if item.ends_at:
                event.add("dtend", item.ends_at.astimezone(zone))
            event.add("summary", f"{item.title} {item.host}".strip())
            event.add("location", item.place)
            event.add("description", item.remarks)
            calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
