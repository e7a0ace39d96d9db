"""No full-width digits, letters or signs outside Japanese, Chinese and Korean: they fall apart in other fonts."""

from collections.abc import Iterator

import regex
from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity

_FULL_WIDTH = regex.compile(r"[\uff01-\uff5e\u3000]+")
_AT_HOME = {"ja", "zh", "ko"}


def check(reading: Reading) -> Iterator[Finding]:
    if reading.language.partition("-")[0] in _AT_HOME:
        return
    for run in _FULL_WIDTH.finditer(reading.own_prose):
        message = gettext("全角の文字は半角で書いてください：%(letters)s") % {"letters": run[0]}
        yield Finding("widths", Severity.ERROR, message, *run.span())
