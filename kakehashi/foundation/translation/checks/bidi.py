"""Direction marks in pairs, none that turns the whole text, and numbers with dashes protected in right-to-left text."""

from collections.abc import Iterator

import regex
from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity
from kakehashi.foundation.translation.cldr import is_rtl

_ISOLATES = regex.compile(r"[\u2066-\u2069\n]")
_OVERRIDES = regex.compile(r"[\u202a-\u202e]")
_POP = "\u2069"
_PROTECTED = regex.compile(r"[\u2066\u2068][^\u2066-\u2069]*\u2069")
# After an Arabic letter the parts of such a number are drawn from right to left, that is, in the wrong order.
_DASHED = regex.compile(r"\d+(?:[-‐‑–/]\d+)+|(?:https?://|www\.)\S+")


def check(reading: Reading) -> Iterator[Finding]:
    for mark in _OVERRIDES.finditer(reading.body):
        message = gettext("文の向きを変える古い制御文字があります。消してください。")
        yield Finding("bidi", Severity.ERROR, message, *mark.span())
    yield from _unbalanced(reading.body)
    if is_rtl(reading.language):
        open_text = _PROTECTED.sub(lambda span: " " * len(span[0]), reading.prose)
        for number in _DASHED.finditer(open_text):
            message = gettext("右から左の文では、番号やURLをU+2066とU+2069で囲んでください：%(text)s") % {
                "text": number[0]
            }
            yield Finding("bidi", Severity.WARNING, message, *number.span())


def _unbalanced(body: str) -> Iterator[Finding]:
    """Isolates end with their line."""
    message = gettext("文の向きを囲む制御文字が、対になっていません。")
    opened: list[int] = []
    for mark in _ISOLATES.finditer(body + "\n"):
        if mark[0] == "\n":
            yield from (Finding("bidi", Severity.ERROR, message, place, place + 1) for place in opened)
            opened = []
        elif mark[0] != _POP:
            opened.append(mark.start())
        elif opened:
            opened.pop()
        else:
            yield Finding("bidi", Severity.ERROR, message, *mark.span())
