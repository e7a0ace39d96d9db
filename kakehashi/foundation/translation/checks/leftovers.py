"""Nothing of the source left as it was: kana, marks of furigana, the whole text."""

from collections.abc import Iterator

import regex
from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Finding, Reading, Severity, is_japanese

_KANA = regex.compile(r"[\p{Hira}\p{Kana}ー]+")
_MARKS = regex.compile(r"[《》]")
# More than a name that languages share: Easy Japanese may keep kana (ラジオ), Chinese official terms (大雨特別警報).
_SENTENCE = regex.compile(r"\p{L}+\s+\p{L}+|[\p{Hira}\p{Kana}]|\p{Han}{5}")
_SENTENCE_EASY = regex.compile(r"\p{Han}")
_SENTENCE_CHINESE = regex.compile(r"[\p{Hira}\p{Kana}]|\p{Han}{9}")


def check(reading: Reading) -> Iterator[Finding]:
    candidate = reading.candidate
    if candidate.language == candidate.source_language:
        return
    if candidate.source.strip() == candidate.body.strip() and _sentence_of(candidate.language).search(reading.prose):
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


def _sentence_of(language: str) -> regex.Pattern[str]:
    if is_japanese(language):
        return _SENTENCE_EASY
    return _SENTENCE_CHINESE if language.startswith("zh") else _SENTENCE
