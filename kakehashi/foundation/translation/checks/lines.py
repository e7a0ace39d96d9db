"""As many lines as the source (a language may need one more), none empty: the first is the headline."""

from collections.abc import Iterator

from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity


def check(reading: Reading) -> Iterator[Finding]:
    body, source = reading.body, reading.candidate.source
    if not body.strip():
        yield Finding("lines", Severity.ERROR, gettext("文がありません。"), 0, len(body))
        return
    lines = body.split("\n")
    if not all(line.strip() for line in lines):
        yield Finding("lines", Severity.ERROR, gettext("空の行があります。"), 0, len(body))
    wanted = len(source.split("\n"))
    if source and len(lines) != wanted:
        message = gettext("%(lines)d行あります。元の文は%(wanted)d行です。") % {"lines": len(lines), "wanted": wanted}
        yield Finding("lines", Severity.WARNING, message, 0, len(body))
