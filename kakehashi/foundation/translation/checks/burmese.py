"""Burmese in Unicode, not in the Zawgyi fonts' own code, which looks right only in those fonts.

Zawgyi uses the same code points in another order, so it shows in sequences that Unicode's Burmese cannot have.
"""

from collections.abc import Iterator

import regex
from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity

_CONSONANT_OR_MEDIAL = r"\u1000-\u102a\u103b-\u103f\u1039\u104e"
_ZAWGYI = regex.compile(
    rf"(?<![{_CONSONANT_OR_MEDIAL}])\u1031"  # the vowel ေ before its consonant
    r"|\u1039(?![\u1000-\u1021])"  # the stacking sign used as a visible one
    r"|(?<![\u1000-\u102a\u103f\u1039\u103a])[\u103b\u103c]"  # medials before their consonant
    r"|[\u1033\u1034\u105a\u1060-\u1097]"  # letters of other languages, which Zawgyi redrew
)


def check(reading: Reading) -> Iterator[Finding]:
    if reading.language.partition("-")[0] != "my":
        return
    places = [found.span() for found in _ZAWGYI.finditer(reading.prose)]
    if places:
        message = gettext("Zawgyiの文字コードで書かれているようです。Unicodeのミャンマー語に直してください。")
        yield Finding("burmese", Severity.ERROR, message, places[0][0], places[-1][1])
