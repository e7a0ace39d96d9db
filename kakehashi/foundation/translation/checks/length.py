"""No longer than the place it is written into. What slots will hold is not known yet and not counted."""

from collections.abc import Iterator

import regex
from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity, is_japanese
from kakehashi.foundation.translation.patterns import Parts, Pattern, Slot
from kakehashi.kernel.ruby import without_ruby


def check(reading: Reading) -> Iterator[Finding]:
    limit = reading.candidate.limit
    if limit is None or not isinstance(reading.pattern, Pattern):
        return
    words = _longest(reading.pattern.parts)
    length = len(regex.findall(r"\X", without_ruby(words) if is_japanese(reading.language) else words))
    if length > limit:
        message = gettext("%(length)d字あります。%(limit)d字までにしてください。") % {"length": length, "limit": limit}
        yield Finding("length", Severity.ERROR, message, 0, len(reading.body))


def _longest(parts: Parts) -> str:
    """The words alone, of each plural its longest form."""
    words = ""
    for part in parts:
        if isinstance(part, str):
            words += part
        elif not isinstance(part, Slot):
            words += max((_longest(form) for form in part.forms.values()), key=len)
    return words
