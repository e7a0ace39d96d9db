"""In Unicode's normal form C: else equal texts do not compare equal, and old phones draw accents beside letters."""

from collections.abc import Iterator

from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity, nfc


def check(reading: Reading) -> Iterator[Finding]:
    body = reading.body
    composed = nfc(body)
    if composed == body:
        return
    start = next((place for place, (a, b) in enumerate(zip(body, composed, strict=False)) if a != b), len(composed))
    message = gettext("文字の表し方がUnicodeの正規形（NFC）ではありません。NFCに直してください。")
    yield Finding("composed", Severity.ERROR, message, start, len(body))
