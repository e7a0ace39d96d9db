"""Nothing of the source left as it was: kana, marks of furigana, the whole text."""

from collections.abc import Iterator

import regex
from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity, is_japanese

_KANA = regex.compile(r"[\p{Hira}\p{Kana}ー]+")
_MARKS = regex.compile(r"[《》]")
_SENTENCE = regex.compile(r"\p{L}+\s+\p{L}+|[\p{Hira}\p{Kana}]|\p{Han}{5}")  # more than a name that all languages share


def check(reading: Reading) -> Iterator[Finding]:
    candidate = reading.candidate
    if candidate.language == candidate.source_language:
        return
    if candidate.source.strip() == candidate.body.strip() and _SENTENCE.search(reading.prose):
        message = gettext("元の文と同じです。まだ訳されていません。")
        yield Finding("leftovers", Severity.ERROR, message, 0, len(candidate.body))
        return
    if is_japanese(candidate.language):
        return
    for kana in _KANA.finditer(reading.own_prose):
        message = gettext("日本語のかなが残っています：%(kana)s") % {"kana": kana[0]}
        yield Finding("leftovers", Severity.ERROR, message, *kana.span())
    for mark in _MARKS.finditer(reading.own_prose):
        message = gettext("ふりがなの記号%(mark)sは、日本語だけで使います。") % {"mark": mark[0]}
        yield Finding("leftovers", Severity.ERROR, message, *mark.span())
