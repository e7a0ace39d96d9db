"""A report as a writer reads it: sentence by sentence, what is marked in it and what to do about it."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kakehashi.foundation.translation.easy.advice import advise
from kakehashi.foundation.translation.easy.linting import Hit, Report
from kakehashi.foundation.translation.easy.rules import SEVERITIES


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; `severity` is that of the gravest hit on it, or empty."""

    text: str
    severity: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What one rule says about a sentence, once, with everything it proposes."""

    rule: str
    severity: str
    message: str
    proposals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the text."""

    pieces: tuple[Piece, ...]
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """All sentences, and what concerns the text as a whole."""

    lines: tuple[Line, ...]
    overall: tuple[Advice, ...]


def panel(text: str, report: Report) -> Panel:
    lines, placed = [], set()
    for start, end in report.sentences:
        hits = [hit for hit in report.hits if start <= hit.start and hit.end <= end and id(hit) not in placed]
        if len(report.sentences) == 1:  # the text is the sentence: what concerns the whole stands apart
            hits = [hit for hit in hits if hit.rule not in _WHOLE]
        placed |= {id(hit) for hit in hits}
        lines.append(Line(tuple(_pieces(text, start, end, hits)), tuple(_advice(hits))))
    return Panel(tuple(lines), tuple(_advice(hit for hit in report.hits if id(hit) not in placed)))


_WHOLE = frozenset({"YJ27", "YJ34", "YJ35"})


def _pieces(text: str, start: int, end: int, hits: list[Hit]) -> Iterator[Piece]:
    """The sentence cut where hits begin and end; a hit on the whole sentence marks nothing."""
    marked = [hit for hit in hits if (hit.start, hit.end) != (start, start + len(text[start:end].rstrip()))]
    cuts = sorted({start, end, *(hit.start for hit in marked), *(hit.end for hit in marked)})
    for begin, stop in itertools.pairwise(cuts):
        grave = {hit.severity for hit in marked if hit.start <= begin and stop <= hit.end}
        yield Piece(text[begin:stop], next((severity for severity in SEVERITIES if severity in grave), ""))


def _advice(hits: Iterable[Hit]) -> Iterator[Advice]:
    """One piece of advice for all words that a rule finds for the same reason, the gravest first."""
    groups: dict[tuple[object, ...], list[Hit]] = {}
    for hit in hits:
        reason = tuple(sorted((name, str(value)) for name, value in hit.values.items() if name != "word"))
        groups.setdefault((hit.rule, hit.severity, *reason), []).append(hit)
    for group in sorted(groups.values(), key=lambda group: (SEVERITIES.index(group[0].severity), group[0].rule)):
        first = group[0]
        words = dict.fromkeys(str(hit.values["word"]) for hit in group if "word" in hit.values)
        message = advise(first.rule, {**first.values, "word": "・".join(words)}) if words else first.message
        proposals = tuple(dict.fromkeys(hit.proposal for hit in group if hit.proposal))
        yield Advice(first.rule, first.severity, message, proposals)
