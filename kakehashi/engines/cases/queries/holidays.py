"""What the calendars of both sides say about days: the holidays, and whether they are known at all."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kakehashi.engines.cases.models import Case
from kakehashi.foundation.organisations.models import Country, Holiday

JAPAN = "JP"
MARGIN = dt.timedelta(days=3)  # a holiday this near to the days asked for still closes doors
SHOWN = 30
_YEARS = range(1900, 2200)  # what is typed outside them is a slip of the finger

Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Side:
    """A country whose calendar counts. `is_known`: whether anybody has entered its holidays of these years."""

    name: str
    is_known: bool

    def __str__(self) -> str:
        return self.name


@dataclass
class Marked:
    """One day with what is to be known of it. `is_near`: not asked for itself, but close to what is."""

    day: dt.date
    is_weekend: bool = False
    is_near: bool = False
    holidays: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Days:
    """What both calendars say about the days typed."""

    marked: list[Marked]
    known: list[Side]
    unknown: list[Side]


def days_beside(case: Case, answers: dict[str, Any]) -> Days | None:
    """Of the days that stand in the form; ``None`` while there are none. Two queries."""
    spans = list(_spans(answers))
    if not spans:
        return None
    codes = {JAPAN, case.office.country_id or JAPAN, str(answers.get("country") or JAPAN)}
    if case.assisting:
        codes.add(case.assisting.country_id or JAPAN)
    around = [(first - MARGIN, last + MARGIN) for first, last in spans]
    sides = sides_of(codes, around)
    marked = {day: Marked(day, is_weekend=True) for span in spans for day in span if day.weekday() >= 5}
    for day, words in holidays_of(sides, around, limit=SHOWN):
        here = marked.setdefault(day, Marked(day))
        here.holidays.append(words)
        here.is_near = not any(first <= day <= last for first, last in spans)
    known = [side for side in sides.values() if side.is_known]
    unknown = [side for side in sides.values() if not side.is_known]
    return Days([marked[day] for day in sorted(marked)], known, unknown)


def sides_of(codes: Collection[str], spans: Collection[Span]) -> dict[str, Side]:
    """The countries by code, Japan first. One query."""
    years = (dt.date(min(span[0] for span in spans).year, 1, 1), dt.date(max(span[1] for span in spans).year, 12, 31))
    known = Exists(Holiday.objects.filter(country=OuterRef("pk"), day__range=years))
    found = Country.objects.filter(pk__in=codes).annotate(is_known=known)
    ordered = sorted(found, key=lambda country: (country.pk != JAPAN, country.pk))
    return {country.pk: Side(str(country), country.is_known) for country in ordered}


def holidays_of(
    sides: dict[str, Side], spans: Collection[Span], *, limit: int | None = None
) -> Iterator[tuple[dt.date, str]]:
    """Days and words such as フランスの祝日(万聖節), the earliest first. One query."""
    within = Q()
    for span in spans:
        within |= Q(day__range=span)
    found = Holiday.objects.filter(within, country__in=sides).order_by("day", "country_id")
    for holiday in found[:limit]:
        yield holiday.day, _("%(country)sの祝日(%(name)s)") % {
            "country": sides[holiday.country_id], "name": holiday
        }  # fmt: skip


def _spans(answers: dict[str, Any]) -> Iterator[Span]:
    """The ranges asked for, and the day by which an answer is needed."""
    rows = [row for row in answers.get("dates") or [] if isinstance(row, dict)]
    rows.append({"starts_on": answers.get("needed_by")})
    for row in rows:
        days = [day for name in ("starts_on", "ends_on") if (day := _day(row.get(name)))]
        if days:
            yield min(days), max(days)


def _day(text: Any) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(str(text))
    except ValueError:
        return None
    return day if day.year in _YEARS else None
