"""Each line ends as sentences of its language do, where the line of the source ends a sentence."""

from collections.abc import Iterator

from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity

_STOPS = {"ja": "。", "zh": "。", "hi": "।", "ne": "।", "bn": "।", "my": "။", "km": "។", "ur": "۔", "th": "", "lo": ""}
_QUESTIONS = {"ja": "？?", "zh": "？?", "ar": "؟", "fa": "؟", "ur": "؟", "my": "။?", "th": "?", "lo": "?"}
_STOP = set("。.।။។۔．｡")
_QUESTION = set("?？؟")
_CALL = set("!！")
_CLOSING = ')）」』”"’»]\u2069\u200f\u200e 　'


def check(reading: Reading) -> Iterator[Finding]:
    lines, sources = reading.body.split("\n"), reading.candidate.source.split("\n")
    if not reading.candidate.source or len(lines) != len(sources):
        return
    start = 0
    for line, source in zip(lines, sources, strict=True):
        sign, wanted = _last(line), _wanted(_last(source), reading.language)
        if sign not in wanted:
            place = start + len(line)
            yield Finding("endings", Severity.WARNING, _message(sign, wanted), max(place - 1, start), place)
        start += len(line) + 1


def _last(line: str) -> str:
    """The sign that ends the sentence, or nothing."""
    sign = line.rstrip(_CLOSING)[-1:]
    return sign if sign in _STOP | _QUESTION | _CALL else ""


def _wanted(source: str, language: str) -> set[str]:
    """The signs that may end a line whose source ends so ("" for none)."""
    base, _, _ = language.partition("-")
    stop = _STOPS.get(base, ".")
    if not source:
        return {""}
    if source in _QUESTION:
        return {*_QUESTIONS.get(base, "?")} | ({""} if not stop else set())
    return {stop} | _CALL


def _message(sign: str, wanted: set[str]) -> str:
    signs = " ".join(sorted(wanted - _CALL - {""}))
    if not signs or (sign and "" in wanted):
        return gettext("行の終わりの「%(sign)s」は要りません。") % {"sign": sign}
    return gettext("行の終わりには、この言語の記号を使ってください：%(signs)s") % {"signs": signs}
