"""The terms of the glossary: those to use, to avoid and to keep."""

from collections.abc import Iterator

import regex
from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Rule, Severity, Term, is_japanese
from kakehashi.foundation.translation.checks.vocabulary import fold
from kakehashi.kernel.ruby import without_ruby


def check(reading: Reading) -> Iterator[Finding]:
    for term in reading.candidate.terms:
        if term.rule == Rule.AVOID:
            yield from _avoided(reading, term)
        elif fold(term.source) in _plain(reading.candidate.source, reading.candidate.source_language):
            yield from _missing(reading, term)


def _avoided(reading: Reading, term: Term) -> Iterator[Finding]:
    for word in term.words:
        for place in regex.finditer(rf"(?<!\p{{Latn}}){regex.escape(word)}(?!\p{{Latn}})", reading.prose, regex.I):
            message = gettext("用語集で使わないと決めた言葉です：%(word)s") % {"word": word}
            yield Finding("glossary", Severity.ERROR, message, *place.span())


def _missing(reading: Reading, term: Term) -> Iterator[Finding]:
    """A word to use may be inflected, which only a person sees: a warning."""
    wanted = (term.source,) if term.rule == Rule.KEEP else term.words
    body = _plain(reading.body, reading.language)
    if any(fold(word) in body for word in wanted):
        return
    details = {"source": term.source, "words": "、".join(wanted)}
    if term.rule == Rule.KEEP:
        message, severity = gettext("「%(source)s」は、そのまま残してください。") % details, Severity.ERROR
    else:
        message, severity = (
            gettext("「%(source)s」には、用語集の言葉を使ってください：%(words)s") % details,
            Severity.WARNING,
        )
    yield Finding("glossary", severity, message, 0, len(reading.body))


def _plain(text: str, language: str) -> str:
    return fold(without_ruby(text) if is_japanese(language) else text)
