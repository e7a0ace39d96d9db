"""Runs every check over a text."""

from collections.abc import Callable, Iterator

from kakehashi.foundation.translation.checks import (
    bidi,
    burmese,
    composed,
    endings,
    glossary,
    han,
    invisible,
    leftovers,
    length,
    lines,
    numbers,
    scripts,
    slots,
    widths,
    words,
)
from kakehashi.foundation.translation.checks.reading import Candidate, Finding, Reading, Severity

CHECKS: tuple[Callable[[Reading], Iterator[Finding]], ...] = (
    slots.check,
    lines.check,
    scripts.check,
    han.check,
    words.check,
    leftovers.check,
    numbers.check,
    length.check,
    glossary.check,
    widths.check,
    composed.check,
    invisible.check,
    burmese.check,
    bidi.check,
    endings.check,
)


def check(candidate: Candidate) -> list[Finding]:
    """What is wrong, errors first, then by place."""
    reading = Reading(candidate)
    found = [finding for each in CHECKS for finding in each(reading)]
    return sorted(found, key=lambda finding: (finding.severity != Severity.ERROR, finding.start, finding.end))
