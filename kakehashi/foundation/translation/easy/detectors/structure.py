"""How the text is built: lists, examples, what comes first."""

from collections.abc import Iterator

from kakehashi.foundation.translation.easy.detectors.finding import loose
from kakehashi.foundation.translation.easy.rules import Finding, Findings, Rule
from kakehashi.foundation.translation.easy.words import Passage, Sentence, Token

_LINKS = frozenset({"や", "と", "、", "・", "，", ",", "か", "とか", "および", "及び", "または", "又は"})
_EXAMPLE = loose("例えば｜たとえば｜など｜といった｜のような")
_REQUEST = loose("てください｜でください｜て下さい｜ましょう")


def items_in_row(sentence: Sentence) -> Iterator[tuple[int, int, int]]:
    """(start, end, count) of nouns joined by や, と, 、."""
    start, end, count, is_open = 0, 0, 0, False
    for token in sentence.cut:
        if token.is_space:
            continue
        is_link = token.surface in _LINKS and (token.part[0] in {"助詞", "補助記号", "記号", "接続詞"})
        if _is_item(token):
            if not is_open and count == 0:
                start, count = token.start, 1
            elif not is_open:
                count += 1
            end, is_open = token.end, True
        elif is_link and is_open:
            is_open = False
        elif not (is_open and (token.is_particle("の", "など") or token.part[0] == "接尾辞")):
            if count > 1:
                yield start, end, count
            count, is_open = 0, False
    if count > 1:
        yield start, end, count


def _is_item(token: Token) -> bool:
    return token.is_noun or token.part[0] in {"代名詞", "形状詞"}


def lists(passage: Passage, rule: Rule) -> Findings:
    for sentence in passage.running:
        for start, end, count in items_in_row(sentence):
            if rule.grave(count, passage.profile):
                yield Finding(start, end, _as_list(passage, start, end))


def _as_list(passage: Passage, start: int, end: int) -> str:
    text = passage.plain[start:end]
    for link in ("、", "・", "，", " や ", " と ", "や", "と"):
        text = text.replace(link, "\n")
    return "\n".join(f"・{line.strip()}" for line in text.split("\n") if line.strip())


def examples(passage: Passage, rule: Rule) -> Findings:
    for sentence in passage.running:
        if not _EXAMPLE.search(sentence.text):
            continue
        for start, end, count in items_in_row(sentence):
            if rule.grave(count, passage.profile):
                yield Finding(start, end, values={"count": count, "limit": round(rule.limit(passage.profile))})


def conclusion_first(passage: Passage, rule: Rule) -> Findings:
    """A request that comes only after more sentences than the limit."""
    full = [sentence for sentence in passage.running if not sentence.is_label]
    asked = [number for number, sentence in enumerate(full) if _REQUEST.search(sentence.text)]
    if asked and rule.grave(asked[0], passage.profile):
        sentence = full[asked[0]]
        yield Finding(sentence.start, sentence.start + len(sentence.text.rstrip()))


DETECTORS = {"YJ04": lists, "YJ26": conclusion_first, "YJ28": examples}
