"""The numbers of the source, above all its telephone numbers. A small number may be written as a word instead."""

from collections import Counter
from collections.abc import Iterator

import regex
from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity

_DASH = r"[-‐‑‒–−－ー]"
_PHONE = regex.compile(rf"[#＃]?\d+(?:{_DASH}\d{{2,4}}){{2}}|[#＃]\d{{4}}")
_NUMBER = regex.compile(r"\d+(?:[.,٫٬\u00a0\u202f\u2009 ]\d{3})*(?:[.,٫]\d+)?")
_SMALL = 2  # digits: 3 days may be three days, 119 is always 119


def check(reading: Reading) -> Iterator[Finding]:
    if not reading.candidate.source:
        return
    there = Counter(number for number, _start, _end in _numbers(reading.source_prose))
    here: Counter[str] = Counter()
    for number, start, end in _numbers(reading.prose):
        here[number] += 1
        if number not in there:
            message = gettext("元の文にない数字です：%(number)s") % {"number": reading.body[start:end]}
            yield Finding("numbers", _weight(number), message, start, end)
    for number in there:
        if number not in here:
            message = gettext("元の文の数字%(number)sがありません。") % {"number": number}
            yield Finding("numbers", _weight(number), message, 0, len(reading.body))


def _numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """Each with Western digits only, whatever stands between them, and where it stands."""
    phones = list(_PHONE.finditer(text))
    taken = [range(*phone.span()) for phone in phones]
    others = [match for match in _NUMBER.finditer(text) if not any(match.start() in place for place in taken)]
    for match in sorted([*phones, *others], key=lambda found: found.start()):
        yield "".join(str(int(sign)) for sign in match[0] if sign.isdecimal()), match.start(), match.end()


def _weight(number: str) -> Severity:
    return Severity.WARNING if len(number) <= _SMALL else Severity.ERROR
