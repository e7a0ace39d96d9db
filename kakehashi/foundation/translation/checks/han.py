"""Chinese in the characters of its own script: simplified or traditional, and not as Japan simplified them."""

from collections.abc import Iterator

from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity, scripts_of
from kakehashi.foundation.translation.checks.vocabulary import han_variants


def check(reading: Reading) -> Iterator[Finding]:
    if not reading.language.startswith("zh") or scripts_of(reading.language) != ("Han",):
        return
    simplified, traditional, japanese = han_variants()
    is_traditional = "Hant" in reading.language
    foreign = simplified if is_traditional else traditional
    message = (
        gettext("繁体字の文に、簡体字があります：%(letters)s")
        if is_traditional
        else gettext("簡体字の文に、繁体字があります：%(letters)s")
    )
    yield from _found(reading, foreign, message, Severity.ERROR)
    yield from _found(reading, japanese, gettext("日本の字体の漢字があります：%(letters)s"), Severity.WARNING)


def _found(reading: Reading, letters: frozenset[str], message: str, severity: Severity) -> Iterator[Finding]:
    places = [place for place, letter in enumerate(reading.own_prose) if letter in letters]
    if places:
        shown = "".join(dict.fromkeys(reading.own_prose[place] for place in places))
        yield Finding("han", severity, message % {"letters": shown}, places[0], places[-1] + 1)
