"""`lint`: every rule over a text, its score, its measures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kakehashi.foundation.translation.easy import measures
from kakehashi.foundation.translation.easy.advice import advise
from kakehashi.foundation.translation.easy.detectors import (
    facts,
    grammar,
    length,
    letters,
    overall,
    structure,
    vocabulary,
)
from kakehashi.foundation.translation.easy.marks import read
from kakehashi.foundation.translation.easy.rules import EMERGENCY, PROFILES, Finding, Findings, Rule, rules
from kakehashi.foundation.translation.easy.score import Part, score_parts, total
from kakehashi.foundation.translation.easy.words import Passage, passage

Detector = Callable[[Passage, Rule], Findings]
DETECTORS: Mapping[str, Detector] = {
    **length.DETECTORS,
    **grammar.DETECTORS,
    **vocabulary.DETECTORS,
    **letters.DETECTORS,
    **facts.DETECTORS,
    **structure.DETECTORS,
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing to mend; places are those of the text as typed."""

    rule: str
    key: str
    severity: str  # error, warn or info
    start: int
    end: int
    message: str
    proposal: str
    values: Mapping[str, object]  # what the message is filled with


@dataclass(frozen=True, slots=True)
class Report:
    """What the rules say about a text: a higher score is easier to read, up to 100."""

    score: float
    hits: tuple[Hit, ...]
    measures: measures.Measures
    parts: tuple[Part, ...]
    sentences: tuple[tuple[int, int], ...]  # where each begins and ends, in the text as typed


def lint(text: str, profile: str = EMERGENCY, names: Mapping[str, str] | None = None) -> Report:
    """Check a text of Easy Japanese. `emergency` is for the first three days, `living` for daily life.

    `names`: name → kana of places.
    """
    if profile not in PROFILES:
        raise ValueError(f"no profile {profile}")
    found = passage(read(text), profile, names or {})
    hits = [
        hit
        for name, detector in DETECTORS.items()
        for hit in _hits(found, rules()[name], detector(found, rules()[name]))
    ]
    hard = sum(rules()[hit.rule].part == "grammar" and hit.severity != "info" for hit in hits)
    numbers = measures.of(found, hard)
    for name, judge in overall.DETECTORS.items():
        hits += _hits(found, rules()[name], judge(found, rules()[name], numbers))
    parts = score_parts(found, ((rules()[hit.rule], hit.severity) for hit in hits))
    spans = tuple(found.marked.origin(sentence.start, sentence.end) for sentence in found.running)
    ordered = tuple(sorted(hits, key=lambda hit: (hit.start, hit.rule, hit.end)))
    return Report(total(parts), ordered, numbers, parts, spans)


def _hits(found: Passage, rule: Rule, findings: Findings) -> list[Hit]:
    return [_hit(found, rule, finding) for finding in findings]


def _hit(found: Passage, rule: Rule, finding: Finding) -> Hit:
    start, end = found.marked.origin(finding.start, finding.end)
    message = advise(rule.id, finding.values)
    return Hit(
        rule.id, rule.key, finding.severity or rule.severity, start, end, message, finding.proposal, finding.values
    )
