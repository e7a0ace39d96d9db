"""No characters nobody sees, except where the script needs them to join or part letters or to break lines."""

import unicodedata
from collections.abc import Iterator

import regex
from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity, scripts_of

_INVISIBLE = regex.compile(
    r"[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff\uffa0\p{Cc}--\n]",
    regex.V1,
)
_JOINERS = regex.compile(r"[\u200c\u200d]")
_JOINED_SCRIPTS = {"Arab", "Deva", "Beng", "Mymr", "Khmr", "Sinh", "Taml", "Mong"}
_LINE_BREAK = "\u200b"
_BROKEN_SCRIPTS = {"Khmr", "Mymr", "Thai", "Laoo"}


def check(reading: Reading) -> Iterator[Finding]:
    script = scripts_of(reading.language)[0]
    for found in _INVISIBLE.finditer(reading.body):
        if found[0] == _LINE_BREAK and script in _BROKEN_SCRIPTS and _between_letters(reading.body, found.start()):
            continue
        if _JOINERS.match(found[0]) and script in _JOINED_SCRIPTS and _after_letter(reading.body, found.start()):
            continue
        name = unicodedata.name(found[0], f"U+{ord(found[0]):04X}")
        message = gettext("目に見えない文字があります（%(name)s）。消してください。") % {"name": name}
        yield Finding("invisible", Severity.ERROR, message, *found.span())


def _after_letter(text: str, place: int) -> bool:
    return place > 0 and unicodedata.category(text[place - 1])[0] in "LM"


def _between_letters(text: str, place: int) -> bool:
    return _after_letter(text, place) and unicodedata.category(text[place + 1 : place + 2] or " ")[0] in "LM"
