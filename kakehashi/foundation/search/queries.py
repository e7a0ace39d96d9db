"""Finding: words exactly, questions by ranking; nothing that the viewer may not see."""

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.db.models import Count, QuerySet

from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.search import answering, asking, snippets, wording
from kakehashi.foundation.search.models import Entry
from kakehashi.foundation.search.snippets import Segment
from kakehashi.kernel.references import Ref

_ALSO = 5  # entries of another spelling shown after the exact ones


class Mode(StrEnum):
    """How the hits were found."""

    WORDS = "words"  # every word stands in the text, exactly
    VARIANTS = "variants"  # … in another spelling, or by its reading
    RANKED = "ranked"  # the nearest to a question; not every word need be there
    NOTHING = "nothing"  # nothing was asked


@dataclass(frozen=True)
class Hit:
    """One entry found. Titles and snippets are segments to be marked, not HTML."""

    ref: Ref
    url: str
    title: str
    title_segments: tuple[Segment, ...]
    snippet: tuple[Segment, ...]
    language: str
    fiscal_year: int | None
    is_public: bool
    updated_at: dt.datetime


@dataclass(frozen=True)
class Found:
    """`total`: hits under the filters; `kinds`, `years`: how many there are of each without the filter of that name."""

    mode: Mode
    total: int = 0
    hits: tuple[Hit, ...] = ()
    also: tuple[Hit, ...] = ()  # beside exact hits: found by reading or by another spelling
    kinds: dict[str, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    took_ms: float = 0.0


@dataclass(frozen=True)
class _Filters:
    kinds: tuple[str, ...]
    fiscal_year: int | None

    def on(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        if self.kinds:
            entries = entries.filter(kind__in=self.kinds)
        return entries if self.fiscal_year is None else entries.filter(fiscal_year=self.fiscal_year)


def search(
    text: str,
    *,
    viewer: Person | None,
    kinds: Sequence[str] = (),
    fiscal_year: int | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """What this viewer finds.

    Words parted by spaces must all stand in the text, "words in quotes" as they are; what contains them is found
    without exception and nothing else is. A question in a sentence, and words that no text holds together, are
    answered by what comes nearest.
    """
    started = time.perf_counter()
    asked = asking.understand(text)
    found = Found(Mode.NOTHING)
    if asked.phrases:
        found = _found(asked, Entry.objects.visible_to(viewer), _Filters(tuple(kinds), fiscal_year), limit, offset)
    return replace(found, took_ms=(time.perf_counter() - started) * 1000)


def similar(
    text: str, *, viewer: Person | None, kinds: Sequence[str] = (), limit: int = 5, without: Ref | None = None
) -> tuple[Hit, ...]:
    """Entries that come nearest to a text that is being written; for suggestions beside a form."""
    asked = asking.understand(text)
    allowed = _Filters(tuple(kinds), None).on(Entry.objects.visible_to(viewer))
    if without is not None:
        allowed = allowed.exclude(kind=without.kind, thing_id=without.id)
    return _hits([entry.pk for entry in answering.nearest(asked.text, allowed)[:limit]], answering.needles(asked.text))


def holding(text: str, kind: str) -> QuerySet[Entry]:
    """The entries of one kind that hold every word of `text`, for the list that is narrowed by it.

    Who may see the things is the list's to say.
    """
    entries, phrases = Entry.objects.filter(kind=kind), asking.understand(text).phrases
    return wording.exact(entries, phrases) if phrases else entries.none()  # of "%" and its like nothing is left


def needles(text: str) -> list[str]:
    """What is marked in the hits for `text`, whichever way they were found."""
    asked = asking.understand(text)
    return [*wording.needles(asked.phrases), *answering.needles(asked.text)]


def _found(asked: asking.Asked, allowed: QuerySet[Entry], filters: _Filters, limit: int, offset: int) -> Found:
    if not asked.is_sentence:
        exact = wording.exact(allowed, asked.phrases)
        other = wording.variants(allowed, asked.phrases)
        if found := _page(exact, asked, filters, limit, offset, mode=Mode.WORDS):
            if other is not None and offset + limit >= found.total:
                rest = filters.on(other).exclude(id__in=exact.values("id"))
                also = wording.ordered(rest, asked.phrases, 0, _ALSO)
                return replace(found, also=_hits(also, wording.needles(asked.phrases)))
            return found
        if other is not None and (found := _page(other, asked, filters, limit, offset, mode=Mode.VARIANTS)):
            return found
    pool = answering.nearest(asked.text, filters.on(allowed))
    kinds, years = Counter(entry.kind for entry in pool), Counter(e.fiscal_year for e in pool if e.fiscal_year)
    ids = [entry.pk for entry in pool[offset : offset + limit]]
    return Found(Mode.RANKED, len(pool), _hits(ids, answering.needles(asked.text)), kinds=kinds, years=years)


def _page(
    entries: QuerySet[Entry], asked: asking.Asked, filters: _Filters, limit: int, offset: int, *, mode: Mode
) -> Found | None:
    """One page of these entries with the counts beside it; ``None`` where there are none, whatever the filters."""
    counted = list(entries.order_by().values_list("kind", "fiscal_year").annotate(Count("id")))
    if not counted:
        return None
    kinds: Counter[str] = Counter()
    years: Counter[int] = Counter()
    total = 0
    for kind, year, count in counted:
        of_kind, of_year = not filters.kinds or kind in filters.kinds, filters.fiscal_year in {None, year}
        kinds[kind] += count * of_year
        if year is not None:
            years[year] += count * of_kind
        total += count * (of_kind and of_year)
    ids = wording.ordered(filters.on(entries), asked.phrases, offset, limit)
    return Found(mode, total, _hits(ids, wording.needles(asked.phrases)), kinds=+kinds, years=+years)


def _hits(ids: Iterable[int], needles: Sequence[str]) -> tuple[Hit, ...]:
    ids = list(ids)
    entries = Entry.objects.defer("folded", "words", "title_folded").in_bulk(ids) if ids else {}
    return tuple(_hit(entries[number], needles) for number in ids if number in entries)


def _hit(entry: Entry, needles: Sequence[str]) -> Hit:
    return Hit(
        ref=entry.ref,
        url=entry.url,
        title=entry.title,
        title_segments=snippets.segments(entry.title, needles),
        snippet=snippets.snippet(f"{entry.summary} {entry.body}", needles),
        language=entry.language,
        fiscal_year=entry.fiscal_year,
        is_public=entry.is_public,
        updated_at=entry.updated_at,
    )
