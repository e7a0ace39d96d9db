"""Cases as files: the list as CSV and Excel, the itinerary as PDF and calendar."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo
from typing import IO, Any

from django.conf import settings
from django.db.models import F
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kakehashi.engines.cases.choices import zone_words
from kakehashi.engines.cases.flow import ITEM_FLOW
from kakehashi.engines.cases.models import Case, Handover
from kakehashi.engines.cases.operations.handover_report import successor_words
from kakehashi.engines.cases.queries import days_of
from kakehashi.engines.cases.queries.handover import lines_of as handover_lines
from kakehashi.engines.cases.queries.handover_words import next_day
from kakehashi.engines.cases.queries.lists import Line, lines_of, matching, name_of, with_names
from kakehashi.engines.cases.queries.narrowing import Filter, order_of
from kakehashi.engines.cases.queries.statistics import MARKS, Row, Statistics
from kakehashi.foundation.documents.exports import Cell, csv_parts, to_csv, to_xlsx, xlsx_file
from kakehashi.foundation.documents.pdf import render
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


# Columns of the list as a file, and how wide each is in Excel.
_WIDTHS = (16, 40, 28, 24, 22, 22, 16, 16, 32, 12, 12, 6, 22, 12, 12, 22, 18)


def _header() -> list[str]:
    return [
        *(
            _("番号"),
            _("件名"),
            _("種類"),
            _("依頼団体"),
            _("事務所"),
            _("支部"),
            _("国・地域"),
            _("都市"),
            _("訪問先"),
        ),
        *(_("最初の日"), _("最後の日"), _("急ぎ"), _("状態"), _("状態の開始"), _("期限"), _("次の番"), _("担当者")),
    ]


def list_rows(person: Person, narrowed: Filter) -> Iterator[list[Cell]]:
    """The lines of the list, read a thousand at a time; the words are those of the page's language."""
    cases = with_names(matching(person, narrowed)).order_by(*order_of(narrowed))
    country = "country__name_en" if get_language() == "en" else "country__name_ja"
    found = cases.annotate(country_name=F(country)).iterator(chunk_size=1000)
    lines = lines_of(found, person)
    urgent = _("急ぎ")
    return (_row(line, urgent) for line in lines)


def _row(line: Line, urgent: str) -> list[Cell]:
    case: Any = line.case
    return [
        case.number,
        case.title,
        line.kind,
        line.asker,
        line.office,
        name_of(case, "branch"),
        case.country_name,
        case.city,
        case.host,
        case.first_day,
        case.last_day,
        urgent if case.is_urgent else "",
        line.state,
        clock.japan_day(case.step_since),
        case.due_on,
        line.whose_turn,
        line.lead,
    ]


def as_csv(rows: Iterable[list[Cell]]) -> Iterator[bytes]:
    return csv_parts(_header(), rows)


def as_xlsx(rows: Iterable[list[Cell]]) -> "IO[bytes]":
    return xlsx_file(_header(), rows, sheet=_("案件"), widths=_WIDTHS)


def handover_table(handover: Handover, suffix: str) -> bytes:
    """The report of a hand-over, one line a case."""
    header = [_("番号"), _("件名"), _("依頼団体"), _("状態"), _("次の期日"), _("後任"), _("次にすること"),
              _("約束したこと"), _("連絡先"), _("下書きの後に加わった")]  # fmt: skip
    rows = [
        [
            line.case.number,
            line.case.title,
            line.case.asker,
            str(line.case.stage.label),
            next_day(line.case),
            successor_words(line, handover),
            line.next_step,
            line.promises,
            line.contacts,
            line.came_late,
        ]
        for line in handover_lines(handover)
    ]
    return to_csv(header, rows) if suffix == "csv" else to_xlsx(header, rows, sheet=_("引継ぎ"))


def count_words() -> dict[str, str]:
    """The counts of the statistics, in the order of their columns."""
    return {
        "received": _("受付"),
        "completed": _("回答・完了"),
        "declined": _("謝絶"),
        "withdrawn": _("取下げ"),
        "running": _("対応の途中"),
        "overdue": _("うち期限を過ぎた"),
    }


def mark_words() -> dict[str, str]:
    """What the follow-up asks for a mark on."""
    words = [_("役に立ったか"), _("質"), _("頼みやすさ"), _("情報の量"), _("手間・費用との見合い")]
    return dict(zip(MARKS, words, strict=True))


def statistics_table(found: Statistics, suffix: str) -> bytes:
    """The figures of all, of each office and of each kind, one line each; the marks of all of them stand on screen."""
    header = [_("まとめ方"), _("名称"), *count_words().values(), _("前年度の受付"),
              _("事務所の番の中央値(営業日)"), _("事務所の番の9割以内(営業日)"),
              _("依頼団体の番の中央値(営業日)"), _("依頼団体の番の9割以内(営業日)"),
              _("確定・完了した項目"), _("不調・対応不可の項目"), _("一部だけ手配できた")]  # fmt: skip
    groups = [(_("全体"), [found.total]), (_("事務所・課"), found.offices), (_("種類"), found.kinds)]
    rows = [_statistics_row(by, row) for by, some in groups for row in some]
    return to_csv(header, rows) if suffix == "csv" else to_xlsx(header, rows, sheet=_("統計"))


def _statistics_row(by: str, row: Row) -> list[Cell]:
    now = row.now
    return [
        by,
        row.name,
        *(now.counts[count] for count in count_words()),
        row.before.counts["received"],
        now.office_days.median,
        now.office_days.ninetieth,
        now.client_days.median,
        now.client_days.ninetieth,
        now.items[True],
        now.items[False],
        now.counts["partial"],
    ]


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
        "zone": zone_words(str(zone)),
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
