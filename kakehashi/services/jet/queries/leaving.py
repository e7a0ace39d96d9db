"""Early leaving, studied over everybody who ever arrived. Nothing of fewer than five people is told."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock
from kakehashi.services.jet.choices import Driving, Housing, Manner, Position, Urbanity
from kakehashi.services.jet.models import LeavingCause, Participant, RequestLine
from kakehashi.services.jet.terms.causes import Cause, Evidence
from kakehashi.services.jet.terms.leaving import FEWEST, Rate, Stay, between, rate, shown, still_there

KEPT = 3600  # seconds
TENURES = ((0, 3), (3, 6), (6, 12), (12, 24), (24, 36), (36, 66))
HORIZONS = (6, 12, 24, 36)
_COLUMNS = ("arrived_on", "ends_on", "last_day", "manner", "position", "host")
_POST = ("line__urbanity", "line__schools", "line__housing", "line__driving")
Row = Any  # of the columns above and `people`


@dataclass(frozen=True)
class Part:
    """People of one kind; ``rate`` is ``None`` where too few left to tell."""

    value: str
    people: int
    rate: Rate | None


@dataclass(frozen=True)
class Study:
    """``overall`` is ``None`` where too few left. ``parts``: by feature. ``causes``: by who says so, the most first."""

    people: int
    overall: Rate | None
    tenures: list[Part] = field(default_factory=list)
    staying: list[tuple[int, float]] = field(default_factory=list)
    parts: Mapping[str, list[Part]] = field(default_factory=dict)
    causes: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)


def study() -> Study:
    """As it was within the last hour."""
    today = clock.today()
    key = f"jet-leaving:{today}"
    found: Study | None = cache.get(key)
    if found is None:
        found = _study(today)
        cache.set(key, found, KEPT)
    return found


def _study(today: dt.date) -> Study:
    found = Participant.objects.filter(arrived_on__lt=today).order_by().values(*_COLUMNS, *_POST)
    rows = list(found.annotate(people=Count("pk")).values_list(*_COLUMNS, *_POST, "people", named=True))
    stays = [_stay(row, today) for row in rows]
    people, overall = sum(one.people for one in stays), rate(stays)
    if overall.leavers < FEWEST:
        return Study(people, None)
    divided = [(f"{begin}-{end}", between(stays, begin, end)) for begin, end in TENURES]
    tenures = [(value, found) for value, found in divided if found]
    later = [(months, still_there(stays, months)) for months in _told_horizons(stays)]
    return Study(
        people,
        overall,
        _parts(tenures),
        [(months, share) for months, share in later if share is not None],
        {name: _parts(_split(rows, stays, of)) for name, of in _FEATURES.items()},
        {side: _causes(side) for side in Evidence.values},
    )


def _told_horizons(stays: list[Stay]) -> list[int]:
    """Between two of them, and after the last, there left nobody or enough to be told."""
    cuts = (0, *HORIZONS, 1200)
    left = [rate(between(stays, begin, end)).leavers for begin, end in pairwise(cuts)]
    return list(HORIZONS) if all(count == 0 or count >= FEWEST for count in left) else []


def _stay(row: Row, today: dt.date) -> Stay:
    until = row.last_day or row.ends_on
    leaves = row.last_day is not None and until <= today and row.manner != Manner.DECEASED
    first_day = row.arrived_on + dt.timedelta(days=1)
    return Stay(first_day, max(min(until, today), first_day), leaves, row.people)


def schools_group(schools: int | None) -> str:
    """1, 2, 3–4, or 5 and more schools."""
    if schools is None:
        return ""
    return "5+" if schools >= 5 else "3-4" if schools >= 3 else str(schools)


_FEATURES: dict[str, Callable[[Row], str]] = {
    "position": lambda row: row.position,
    "urbanity": lambda row: row.line__urbanity or "",
    "schools": lambda row: schools_group(row.line__schools),
    "housing": lambda row: row.line__housing or "",
    "driving": lambda row: row.line__driving or "",
    "host": lambda row: str(row.host or ""),
}


def _split(rows: Iterable[Row], stays: Iterable[Stay], of: Callable[[Row], str]) -> list[tuple[str, list[Stay]]]:
    found: dict[str, list[Stay]] = defaultdict(list)
    for row, stay in zip(rows, stays, strict=True):
        found[of(row)].append(stay)
    return sorted(found.items())


def _parts(groups: Iterable[tuple[str, list[Stay]]]) -> list[Part]:
    counted = [(value, sum(one.people for one in stays), rate(stays)) for value, stays in groups]
    told = shown([found.leavers for _value, _people, found in counted])
    return [
        Part(value, people, found if is_shown else None)
        for (value, people, found), is_shown in zip(counted, told, strict=True)
    ]


def _causes(side: str) -> list[tuple[str, int]]:
    """The main cause as one side tells it; those of fewer people are one number, or none."""
    found = LeavingCause.objects.filter(said_by=side, is_primary=True).order_by().values_list("cause")
    counted = sorted(found.annotate(people=Count("pk")), key=lambda one: (-one[1], one[0]))
    told = shown([people for _cause, people in counted])
    kept = [one for one, is_shown in zip(counted, told, strict=True) if is_shown]
    rest = sum(people for (_cause, people), is_shown in zip(counted, told, strict=True) if not is_shown)
    return [*kept, *([("", rest)] if rest >= FEWEST else [])]


def label(feature: str, value: str) -> str:
    """A value of a feature in words."""
    choices = {"position": Position, "urbanity": Urbanity, "housing": Housing, "driving": Driving}.get(feature)
    if not value:
        return _("わからない")
    if choices is not None:
        return str(dict(choices.choices).get(value, value))
    if feature == "schools":
        return _("5か所以上") if value == "5+" else _("%(schools)sか所") % {"schools": value.replace("-", "~")}
    return value


def cause_label(cause: str) -> str:
    return str(Cause(cause).label) if cause else _("そのほか(5人未満の理由の合計)")


def host_names(parts: Iterable[Part]) -> dict[str, str]:
    keys = [int(one.value) for one in parts if one.value]
    return {str(one.pk): str(one) for one in Organisation.objects.filter(Q(pk__in=keys))}


@dataclass(frozen=True)
class Hint:
    """A condition of a post under which more people left early than elsewhere, beyond chance."""

    words: str
    times: float
    leavers: int


def hints(line: RequestLine, found: Study) -> list[Hint]:
    if found.overall is None or not found.overall.value:
        return []
    values = {"urbanity": line.urbanity, "housing": line.housing, "driving": line.driving}
    values["schools"] = schools_group(line.schools)
    made = []
    for feature, value in values.items():
        part = next((one for one in found.parts.get(feature, ()) if value and one.value == value), None)
        if part is not None and part.rate is not None and part.rate.low > found.overall.value:
            times = part.rate.value / found.overall.value
            made.append(Hint(label(feature, value), times, part.rate.leavers))
    return made
