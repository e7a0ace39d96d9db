"""The text as a whole: readability and the five indicators."""

from collections.abc import Callable

from django.utils.translation import gettext

from kakehashi.foundation.translation.easy.advice import MEASURES
from kakehashi.foundation.translation.easy.measures import Measures
from kakehashi.foundation.translation.easy.rules import Finding, Findings, Rule
from kakehashi.foundation.translation.easy.words import Passage

_WORDS_LEAST = 12  # shares of fewer words say nothing


def readability(passage: Passage, rule: Rule, measures: Measures) -> Findings:
    limit = rule.limit(passage.profile)
    if measures.readability < limit and measures.words >= _WORDS_LEAST:
        values = {"score": f"{measures.readability:.1f}", "limit": limit}
        yield Finding(0, len(passage.body), values=values)


def indicators(passage: Passage, _rule: Rule, measures: Measures) -> Findings:
    weak = measures.yasanichi.weak
    if weak and measures.words >= _WORDS_LEAST:
        names = gettext("、").join(gettext(MEASURES[name]) for name in weak)
        yield Finding(0, len(passage.body), values={"weak": names})


Overall = Callable[[Passage, Rule, Measures], Findings]
DETECTORS: dict[str, Overall] = {"YJ34": readability, "YJ35": indicators}
