"""The terms of the glossary: those to use, to avoid and to keep."""

from collections.abc import Iterator

import regex
from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity, Usage, is_japanese
from kakehashi.foundation.translation.checks.vocabulary import fold
from kakehashi.foundation.translation.choices import TermRule
from kakehashi.kernel.ruby import without_ruby


def check(reading: Reading) -> Iterator[Finding]:
    for usage in reading.candidate.terms:
        if usage.rule == TermRule.FORBIDDEN:
            yield from _forbidden(reading, usage)
        elif fold(usage.term) in _plain(reading.candidate.source, reading.candidate.source_language):
            yield from _missing(reading, usage)


def _forbidden(reading: Reading, usage: Usage) -> Iterator[Finding]:
    for word in usage.words:
        for place in regex.finditer(rf"(?<!\p{{Latn}}){regex.escape(word)}(?!\p{{Latn}})", reading.prose, regex.I):
            message = gettext("用語集で使わないと決めた言葉です：%(word)s") % {"word": word}
            yield Finding("glossary", Severity.ERROR, message, *place.span())


def _missing(reading: Reading, usage: Usage) -> Iterator[Finding]:
    """A word to use may be inflected, which only a person sees: a warning."""
    wanted = usage.kept or usage.words
    body = _plain(reading.body, reading.language)
    if any(fold(word) in body for word in wanted):
        return
    details = {"term": usage.term, "words": "、".join(wanted)}
    if usage.rule == TermRule.KEEP:
        message, severity = gettext("「%(term)s」は、そのまま残してください：%(words)s"), Severity.ERROR
    else:
        message, severity = gettext("「%(term)s」には、用語集の言葉を使ってください：%(words)s"), Severity.WARNING
    yield Finding("glossary", severity, message % details, 0, len(reading.body))


def _plain(text: str, language: str) -> str:
    return fold(without_ruby(text) if is_japanese(language) else text)
