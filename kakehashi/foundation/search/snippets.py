"""The piece of a text in which the words asked for stand, as segments: a page marks them, nothing is HTML here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from kakehashi.kernel import japanese

_BEFORE = 30  # characters shown before the first hit
_LENGTH = 140
_READ_MAX = 50_000  # characters of a text in which a hit is sought
_CLUSTER = regex.compile(r"\X[ﾞﾟ]?", regex.DOTALL)


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    is_hit: bool = False


def segments(text: str, needles: Sequence[str], *, length: int | None = None) -> tuple[Segment, ...]:
    """`text` with the folded `needles` marked; only a piece of about `length` characters round the first hits."""
    text = " ".join(text[:_READ_MAX].split())
    spans = _spans(text, needles)
    if length is not None:
        start = _best_start(spans, len(text), length)
        text, cut_before, cut_after = text[start : start + length], start > 0, start + length < len(text)
        spans = [(a - start, min(b - start, length)) for a, b in spans if a >= start and a - start < length]
        return _cut(text, spans, "…" if cut_before else "", "…" if cut_after else "")
    return _cut(text, spans, "", "")


def snippet(text: str, needles: Sequence[str]) -> tuple[Segment, ...]:
    return segments(text, needles, length=_LENGTH)


def _cut(text: str, spans: Sequence[tuple[int, int]], before: str, after: str) -> tuple[Segment, ...]:
    found = [Segment(before)]
    end = 0
    for start, stop in spans:
        found += [Segment(text[end:start]), Segment(text[start:stop], is_hit=True)]
        end = stop
    found += [Segment(text[end:]), Segment(after)]
    return tuple(segment for segment in found if segment.text)


def _best_start(spans: Sequence[tuple[int, int]], size: int, length: int) -> int:
    """Where the piece begins that shows the most of the hits."""
    best, most = 0, 0
    spans = spans[:60]
    for start, _stop in spans:
        shown = sum(stop - at for at, stop in spans if start <= at and stop <= start + length - _BEFORE)
        if shown > most:
            best, most = start, shown
    return max(0, min(best - _BEFORE, size - length))


def _spans(text: str, needles: Sequence[str]) -> list[tuple[int, int]]:
    """Where the needles stand in `text`, in order, none over another; the longest needle first at one place."""
    folded = japanese.fold(text)
    places = range(len(text) + 1) if len(folded) == len(text) else _places(text)
    taken: list[tuple[int, int]] = []
    for start, stop in sorted(_occurrences(folded, needles), key=lambda span: (span[0], -span[1])):
        if not taken or start >= taken[-1][1]:
            taken.append((start, stop))
        elif stop > taken[-1][1]:
            taken[-1] = (taken[-1][0], stop)
    top = len(places) - 1
    return [(places[min(start, top)], places[min(stop, top)]) for start, stop in taken]


def _occurrences(folded: str, needles: Sequence[str]) -> Iterator[tuple[int, int]]:
    for needle in set(needles):
        at = folded.find(needle) if needle else -1
        while at >= 0:
            yield at, at + len(needle)
            at = folded.find(needle, at + len(needle))


def _places(text: str) -> list[int]:
    """For each place in the folded text its place in `text`: folding makes ㌔ two characters and ﾊﾞ one."""
    places: list[int] = []
    at = 0
    for cluster in _CLUSTER.findall(text):
        places += [at] * _folded_length(cluster)
        at += len(cluster)
    return [*places, at]


@lru_cache(maxsize=20_000)
def _folded_length(cluster: str) -> int:
    return len(japanese.fold(cluster))
