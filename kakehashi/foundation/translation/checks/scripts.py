"""Written in the letters of its language. Latin letters may stand among others, as names and abbreviations do."""

from collections.abc import Iterator

import regex
from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity, scripts_of

_LETTER = regex.compile(r"[\p{L}--[\p{sc=Common}\p{sc=Inherited}]]", regex.V1)
_CYRILLIC_AND_LATIN = regex.compile(r"\p{Cyrl}+\p{Latn}[\p{Cyrl}\p{Latn}]*|\p{Latn}+\p{Cyrl}[\p{Cyrl}\p{Latn}]*")
_SHOWN = 10


def check(reading: Reading) -> Iterator[Finding]:
    letters = _LETTER.findall(reading.own_prose)
    if not letters:
        return
    names = "".join(rf"\p{{{script}}}" for script in scripts_of(reading.language))
    own = sum(1 for letter in letters if regex.match(f"[{names}]", letter))
    kept = reading.body.strip() == reading.candidate.source.strip()
    if own == 0 and not kept:
        yield Finding("scripts", Severity.ERROR, gettext("この言語の文字で書かれていません。"), 0, len(reading.body))
        return
    if own < len(letters) / 2 and not kept:
        message = gettext("この言語の文字が半分もありません。")
        yield Finding("scripts", Severity.WARNING, message, 0, len(reading.body))
    others = (
        rf"[\p{{L}}--[{names}\p{{Latn}}\p{{Hira}}\p{{Kana}}\p{{sc=Common}}\p{{sc=Inherited}}]]"  # kana: `leftovers`
    )
    foreign = regex.compile(rf"(?:{others}\p{{M}}*)+", regex.V1)
    for run in foreign.finditer(reading.own_prose):
        message = gettext("この言語では使わない文字です：%(letters)s") % {"letters": run[0][:_SHOWN]}
        yield Finding("scripts", Severity.ERROR, message, *run.span())
    for word in _CYRILLIC_AND_LATIN.finditer(reading.own_prose):
        message = gettext("1つの語に、よく似た別の文字（ラテン文字とキリル文字）が混ざっています：%(word)s") % {
            "word": word[0]
        }
        yield Finding("scripts", Severity.ERROR, message, *word.span())
