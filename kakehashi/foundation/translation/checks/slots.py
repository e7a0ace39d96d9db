"""The same slots as the source, and every plural form the language takes."""

from collections.abc import Iterator

from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity
from kakehashi.foundation.translation.cldr import plural_forms
from kakehashi.foundation.translation.patterns import Pattern, PatternError, Plural


def check(reading: Reading) -> Iterator[Finding]:
    pattern = reading.pattern
    if isinstance(pattern, PatternError):
        yield Finding("slots", Severity.ERROR, pattern.sentence, pattern.position, len(reading.body))
        return
    wanted = _wanted(reading)
    end = len(reading.body)
    for name in sorted(wanted - pattern.slots):
        message = gettext("差し込み{%(name)s}がありません。") % {"name": name}
        yield Finding("slots", Severity.ERROR, message, 0, end)
    for name in sorted(pattern.slots - wanted):
        message = gettext("差し込み{%(name)s}は元の文にありません。") % {"name": name}
        yield Finding("slots", Severity.ERROR, message, *_place(reading.body, name))
    for plural in pattern.plurals:
        yield from _forms(reading, plural)


def _wanted(reading: Reading) -> frozenset[str]:
    if reading.candidate.slots is not None:
        return reading.candidate.slots
    source = reading.source_pattern if reading.candidate.source else reading.pattern
    return source.slots if isinstance(source, Pattern) else frozenset()


def _forms(reading: Reading, plural: Plural) -> Iterator[Finding]:
    place = _place(reading.body, plural.name)
    taken = plural_forms(reading.language)
    if missing := sorted(taken - set(plural.forms)):
        message = gettext("この言語の複数形が足りません：%(forms)s") % {"forms": "、".join(missing)}
        yield Finding("slots", Severity.ERROR, message, *place)
    if spare := sorted(set(plural.forms) - taken - {"other"}):
        message = gettext("この言語では使わない複数形です：%(forms)s") % {"forms": "、".join(spare)}
        yield Finding("slots", Severity.WARNING, message, *place)


def _place(body: str, name: str) -> tuple[int, int]:
    start = body.find("{" + name)
    return (start, start + len(name) + 1) if start >= 0 else (0, len(body))
