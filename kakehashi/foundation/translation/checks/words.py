"""Enough of the text is made of words of its language: this is what finds a text that is only sounds.

The thresholds were set between texts known to be good and nonsense written by sound (numbers: `data/words/SOURCES.md`).
Words of texts that two people have signed are known too. One rare word among known ones is for a person to look at.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext

from kakehashi.foundation.translation.checks.reading import Candidate, Finding, Reading, Severity
from kakehashi.foundation.translation.checks.vocabulary import Share, share_known, words_of

_LEAST = {
    "en": 0.5, "vi": 0.65, "fil": 0.4, "ne": 0.3, "ja": 0.2, "ja-x-yasashi": 0.15, "zh-Hans": 0.3, "zh-Hant": 0.3,
    "ko": 0.25, "th": 0.25, "my": 0.2, "km": 0.35,
}  # fmt: skip
_LEAST_OTHERWISE = 0.4
# Below so many letters a text in short or unspaced words may well be one rare word.
_FEWEST_LETTERS = {
    "ja": 6,
    "ja-x-yasashi": 6,
    "zh-Hans": 6,
    "zh-Hant": 6,
    "ko": 8,
    "vi": 8,
    "th": 12,
    "my": 12,
    "km": 12,
}
_SHOWN = 5
_AMONG = 3  # known words beside which a single unknown one is no error


def check(reading: Reading) -> Iterator[Finding]:
    text, language = _without_kept(reading), reading.language
    share = share_known(text, language)
    if share is not None and _falls_short(share, language):
        share = share_known(text, language, reading.candidate.attested())
    if share is None or not _falls_short(share, language):
        return
    words = list(dict.fromkeys(reading.body[start:end] for start, end in share.unknown))[:_SHOWN]
    details = {"percent": share.part * 100, "words": "、".join(words)}
    if words:
        message = gettext("この言語の言葉と分かる部分が%(percent)d%%しかありません。知られていない言葉：%(words)s")
    else:
        message = gettext("この言語の言葉と分かる部分が%(percent)d%%しかありません。")
    start, end = (share.unknown[0][0], share.unknown[-1][1]) if share.unknown else (0, len(reading.body))
    severity = Severity.WARNING if len(words) == 1 and share.words >= _AMONG else Severity.ERROR
    yield Finding("words", severity, message % details, start, end)


def attested_in(bodies: Iterable[str], language: str) -> frozenset[str]:
    """The words of these texts, for `Candidate.attested`."""
    found: set[str] = set()
    for body in bodies:
        found |= words_of(Reading(Candidate("", body, language)).own_prose, language)
    return frozenset(found)


def _falls_short(share: Share, language: str) -> bool:
    if share.letters < _FEWEST_LETTERS.get(language, 1):
        return False
    return share.part < _LEAST.get(language, _LEAST_OTHERWISE)


def _without_kept(reading: Reading) -> str:
    """What the glossary wants kept as it is, is no word of the language and need not be."""
    text = reading.own_prose
    for word in (word for usage in reading.candidate.terms for word in usage.kept):
        text = text.replace(word, " " * len(word))
    return text
