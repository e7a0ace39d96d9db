"""Long sentences, many signs, many kanji."""

from collections.abc import Mapping

from kakehashi.foundation.translation.easy import lexicon, mora
from kakehashi.foundation.translation.easy.detectors.finding import whole
from kakehashi.foundation.translation.easy.marks import is_kanji
from kakehashi.foundation.translation.easy.rules import Finding, Findings, Rule
from kakehashi.foundation.translation.easy.spacing import boundaries, spaced
from kakehashi.foundation.translation.easy.words import Passage, Sentence


def morae(passage: Passage, rule: Rule) -> Findings:
    for sentence in passage.running:
        yield from _measured(passage, rule, sentence, mora.of_sentence(passage, sentence))


def signs(passage: Passage, rule: Rule) -> Findings:
    for sentence in passage.running:
        yield from _measured(passage, rule, sentence, sum(not sign.isspace() for sign in sentence.text))


def kanji(passage: Passage, rule: Rule) -> Findings:
    for sentence in passage.running:
        yield from _measured(passage, rule, sentence, sum(map(is_kanji, sentence.text)))


def _measured(passage: Passage, rule: Rule, sentence: Sentence, count: int) -> Findings:
    severity = rule.grave(count, passage.profile)
    if severity:
        values: Mapping[str, object] = {"count": count, "limit": round(rule.limit(passage.profile))}
        yield Finding(*whole(sentence), values=values, severity=severity)


def hard_kanji(passage: Passage, rule: Rule) -> Findings:
    """Kanji of the upper levels, by sentence; with a reading they do no harm."""
    for sentence in passage.sentences:
        found = {
            sign: place
            for place, sign in enumerate(sentence.text, sentence.start)
            if is_kanji(sign)
            and not passage.reading_at(place)
            and rule.grave(6 - (lexicon.kanji_level(sign) or lexicon.HARDEST), passage.profile)
        }
        if found:
            first = min(found.values())
            yield Finding(first, first + 1, values={"kanji": "、".join(found)})


def total(passage: Passage, rule: Rule) -> Findings:
    count = sum(not sign.isspace() for sign in passage.body)
    severity = rule.grave(count, passage.profile)
    if severity:
        limit = round(rule.limit(passage.profile))
        yield Finding(0, len(passage.body), values={"count": count, "limit": limit}, severity=severity)


def spaces(passage: Passage, rule: Rule) -> Findings:
    """Stretches without a space that are longer than the limit and hold more than one phrase."""
    for sentence in passage.running:
        if _is_crowded(passage, rule, sentence):
            start, end = whole(sentence)
            yield Finding(start, end, spaced(passage.marked.raw[slice(*passage.marked.origin(start, end))]))


def _is_crowded(passage: Passage, rule: Rule, sentence: Sentence) -> bool:
    phrases = set(boundaries(sentence.cut))
    length, inside = 0, 0
    for token in sentence.cut:
        if token.is_sign and not token.surface.strip("、，, 　・：:「」"):
            length, inside = 0, 0
            continue
        inside += token.start in phrases
        length += mora.of_token(passage, token, token.start)
        if length > rule.limit(passage.profile) and inside > 1:
            return True
    return False


DETECTORS = {
    "YJ01": morae,
    "YJ02": signs,
    "YJ15": kanji,
    "YJ16": hard_kanji,
    "YJ18": spaces,
    "YJ27": total,
}
