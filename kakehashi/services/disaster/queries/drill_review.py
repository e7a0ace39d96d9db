"""How a drill went: what became of each inject, how soon, in how many languages."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from kakehashi.foundation.organisations.models import Person
from kakehashi.services.disaster.models import Bulletin, Exercise, Inject
from kakehashi.services.disaster.queries.snapshot import Picture, with_parts
from kakehashi.services.disaster.rules.exercises import may_read_script
from kakehashi.services.disaster.site.index import state_of


@dataclass(frozen=True)
class Handled:
    """One inject. Whole minutes from its arrival, ``None`` where it did not come so far.

    `languages` of `of`: in which its last version says today's words. `people`: how many wrote on it; `alone`: whether
    it went out without a second person. `in_time`: ``None`` without a target, or when it had not arrived.
    """

    inject: Inject
    bulletin: Bulletin | None
    drafted: int | None
    approved: int | None
    live: int | None
    languages: int
    of: int
    corrections: int
    people: int
    alone: bool
    in_time: bool | None

    @property
    def is_missed(self) -> bool:
        return self.inject.arrived_at is not None and self.live is None


@dataclass(frozen=True)
class Review:
    """`score`: the share of the injects that arrived whose bulletin was live in time, in percent."""

    rows: list[Handled]
    arrived: int
    live: int
    in_time: int
    score: int | None


def review_of(exercise: Exercise, person: Person | None) -> Review:
    versions: dict[str, list[Bulletin]] = defaultdict(list)
    found = with_parts(Bulletin.objects.filter(exercise=exercise)).annotate(people=Count("writers", distinct=True))
    for bulletin in found.order_by("version"):
        versions[bulletin.code].append(bulletin)
    picture = Picture([one for chain in versions.values() for one in chain])
    script = script_of(exercise, person)
    rows = [_handled(one, _answer(one, versions), picture, exercise.target_minutes) for one in script]
    arrived = [row for row in rows if row.inject.arrived_at is not None]
    in_time = sum(row.in_time is True for row in arrived)
    return Review(
        rows=rows,
        arrived=len(arrived),
        live=sum(row.live is not None for row in arrived),
        in_time=in_time,
        score=round(100 * in_time / len(arrived)) if exercise.target_minutes and arrived else None,
    )


def script_of(exercise: Exercise, person: Person | None) -> QuerySet[Inject]:
    """What they may know of it, in the order of the clock: whoever takes part only what has arrived."""
    found = exercise.script.select_related("message", "bulletin", "exercise__organisation", "exercise__conductor")
    known = found if may_read_script(person, exercise) else found.filter(arrived_at__isnull=False)
    return known.defer("xml").order_by("minute", "id")  # without the messages' own text


def answering(exercise: Exercise) -> QuerySet[Bulletin]:
    """What may be said to answer an inject: each message once, in its first version."""
    return Bulletin.objects.filter(exercise=exercise, version=1).order_by("-id")


def _answer(inject: Inject, versions: dict[str, list[Bulletin]]) -> Sequence[Bulletin]:
    """All versions of what was made of it: as its people say, else what was made of its message."""
    if inject.bulletin is not None:
        return versions.get(inject.bulletin.code, [])
    if inject.message_id is None:
        return []
    made = (chain for chain in versions.values() if chain[0].message_id == inject.message_id)
    return min(made, key=lambda chain: chain[0].pk, default=[])


def _handled(inject: Inject, chain: Sequence[Bulletin], picture: Picture, target: int | None) -> Handled:
    first = chain[0] if chain else None
    up = [one for one in chain if one.published_at is not None]
    languages = [one.code for one in picture.wording.languages]
    live = _since(inject, up[0].published_at) if up else None
    parts = picture.bulletin(up[-1], as_live=True).parts if up else ()
    return Handled(
        inject=inject,
        bulletin=first,
        drafted=_minutes(_since(inject, first.made_at)) if first else None,
        approved=_minutes(_since(inject, up[0].approved_at)) if up else None,
        live=_minutes(live),
        languages=sum(state_of(parts, code) not in {"missing", "stale"} for code in languages) if parts else 0,
        of=len(languages),
        corrections=max(0, len(up) - 1),
        people=max((one.people for one in chain), default=0),  # type: ignore[attr-defined]  # annotated above
        alone=any(one.alone_because for one in up),
        in_time=None if target is None or inject.arrived_at is None else _is_within(live, target),
    )


def _since(inject: Inject, moment: dt.datetime | None) -> dt.timedelta | None:
    """Never before: what was there already when it arrived took no time."""
    if moment is None or inject.arrived_at is None:
        return None
    return max(moment - inject.arrived_at, dt.timedelta(0))


def _minutes(passed: dt.timedelta | None) -> int | None:
    return None if passed is None else int(passed.total_seconds() // 60)


def _is_within(passed: dt.timedelta | None, target: int) -> bool:
    return passed is not None and passed <= dt.timedelta(minutes=target)
