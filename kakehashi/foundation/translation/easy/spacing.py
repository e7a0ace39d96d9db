"""Spaces between phrases (文節): 高い ところへ 逃げてください。

A phrase begins with a word of its own; particles, endings and suffixes lean on the word before. Compounds stay whole.
"""

from collections.abc import Iterator

from kakehashi.foundation.translation.easy.marks import SLOT, read
from kakehashi.foundation.translation.easy.words import Token, tokens

_CLOSING = frozenset("」』）)]】》、。，．,.！？!?：:；;・〜～-−ー/／%％℃")
_SURU = frozenset({"する", "できる", "出来る", "なさる", "いたす"})
_OPENING = frozenset("「『（([【《・〜～-−/／")
_LEANING = frozenset({"助詞", "助動詞", "接尾辞"})
_ENDS = frozenset("、。，！？!?：:；;")
_BREAKS = _ENDS | frozenset(" 　\n」』）)】")  # no space is needed behind these


def boundaries(cut: tuple[Token, ...]) -> list[int]:
    """Where phrases begin (places of the plain text), the first included."""
    found: list[int] = []
    previous: Token | None = None
    for token in cut:
        if token.is_space:
            continue
        if previous is None or _begins(previous, token):
            found.append(token.start)
        previous = token
    return found


def _begins(previous: Token, token: Token) -> bool:
    before, sign = previous.surface[-1], token.surface[0]
    if before in _ENDS:
        return not (sign.isdigit() and before in ":：")
    if _leans(previous, token):
        return False
    if previous.is_sign or token.is_sign:  # a slot stands for a word
        return previous.surface == SLOT or (sign in _OPENING and previous.is_grammar)
    return not _is_compound(previous, token)


def _leans(previous: Token, token: Token) -> bool:
    """Whether a word can never begin a phrase here."""
    if token.surface[0] in _CLOSING or previous.surface[-1] in _OPENING:
        return True
    if token.lemma == "くださる" and previous.is_particle("て", "で"):  # 逃げてください
        return True
    return token.part[0] in _LEANING or previous.part[0] == "接頭辞"


def _is_compound(previous: Token, token: Token) -> bool:
    """Nouns in a row, a number with its counter, a noun with する, a verb joined to a verb (降り始める)."""
    if previous.is_noun and token.is_noun:
        return not (previous.part[2] == "副詞可能" and not token.is_number and not previous.is_number)
    if token.lemma in _SURU and previous.part[0] in {"名詞", "副詞", "接尾辞"}:
        return True
    if previous.is_verb and token.is_verb:
        return previous.part[5].startswith("連用形") and token.part[1] == "非自立可能" and not _is_te(previous)
    return previous.part[0] == "形状詞" and token.part[0] == "形状詞"


def _is_te(token: Token) -> bool:
    return token.surface.endswith(("て", "で"))


def spaced(raw: str) -> str:
    """The text with a space before every phrase; what stands in marks, tags and slots is left as it is."""
    marked = read(raw)
    places = set(_places(raw))
    if not places:
        return raw
    pieces, last = [], 0
    for place in sorted(places):
        begin = _before_tags(raw, marked.origin(place, place + 1)[0])
        if begin == 0 or raw[begin - 1] in _BREAKS or begin < last:
            continue
        pieces.append(raw[last:begin])
        last = begin
    pieces.append(raw[last:])
    return " ".join(pieces)


def _before_tags(raw: str, place: int) -> int:
    """A space stands before an opening tag, not inside it."""
    while place and raw[place - 1] == ">":
        start = raw.rfind("<", max(0, place - 1000), place)
        if start < 0 or raw.startswith("</", start):
            break
        place = start
    return place


def _places(raw: str) -> Iterator[int]:
    """Where phrases begin within the running text; readings of explanations are not cut."""
    marked = read(raw)
    place = 0
    for line in marked.plain[: marked.body].split("\n"):
        row = tuple(tokens(line, place))
        yield from boundaries(row)[1:]
        place += len(line) + 1
    place = marked.body
    for line in marked.plain[marked.body :].split("\n"):
        row = tuple(tokens(line, place))
        yield from boundaries(row)[1:]
        place += len(line) + 1
