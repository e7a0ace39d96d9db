"""From the text as somebody typed it to the text as it is read.

Readings (避難所《ひなんじょ》, 避難所（ひなんじょ）, <ruby>), explanations (＜…＞), tags, slots (`{date}`) and
addresses are taken out of the running text; every sign of what remains knows where it stood. One pass,
linear in the length.
"""

import html
import re
from dataclasses import dataclass, field
from functools import cached_property

KANJI = "㐀-鿿豈-﫿々〆〇ヶ"
SLOT = "\ufffc"  # stands for a slot or an address: one sign that is never taken for a part of a word
_KANA = "ぁ-ゖァ-ヺー"
_BLOCKS = frozenset({"br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "h1", "h2", "h3", "h4", "dt", "dd"})
_PIECE = re.compile(
    rf"""
    ｜(?P<bar>[^｜《》\n]{{1,60}})《(?P<bar_reading>[^《》\n]{{0,80}})》
  | (?P<run>[{KANJI}]+(?:・[{KANJI}]+)*)
    (?: 《(?P<ruby>[^《》\n]{{0,80}})》
      | [ 　]?[（(](?P<bracket>[{_KANA}][{_KANA}・ 　]{{0,60}})[）)]
      | (?:</rb>)?(?:<rp>[^<]{{0,3}}</rp>)?<rt>(?P<rt>[^<]{{0,80}})</rt>(?:<rp>[^<]{{0,3}}</rp>)?
    )?
  | ＜(?P<gloss>[^＜＞\n]{{1,300}})＞
  | <(?P<tag>/?[A-Za-z][A-Za-z0-9]{{0,20}})(?:\s[^<>]{{0,1000}})?/?>
  | (?P<slot>\{{[^{{}}]*(?:\{{[^{{}}]*\}}[^{{}}]*)*\}})
  | (?P<address>https?://[^\s。、「」（）()<>]+|[A-Za-z0-9._+-]{{1,64}}@[A-Za-z0-9.-]{{1,250}})
  | (?P<latin>[A-Za-z][A-Za-z0-9.+-]{{0,60}})[ ]?[（(](?P<latin_reading>[{_KANA}][{_KANA}・ 　]{{0,60}})[）)]
  | (?P<letters>[A-Za-z0-9.+-]+)
  | (?P<entity>&(?:[a-z]{{2,8}}|\#\d{{1,6}});)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the plain text."""

    start: int
    end: int
    text: str  # its reading; of an explanation, the words as typed


@dataclass
class Marked:
    """The plain text with what was written about it; `origins[i]` is where sign i stood in the text as typed."""

    raw: str
    plain: str = ""
    body: int = 0  # signs of the running text; explanations follow, one a line
    origins: list[tuple[int, int]] = field(default_factory=list)
    readings: list[Span] = field(default_factory=list)
    glosses: list[Span] = field(default_factory=list)  # empty spans behind the word explained

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the plain text stood in the text as typed."""
        if not self.origins:
            return 0, 0
        if start >= end:
            begin = self.origins[min(start, len(self.origins) - 1)][0]
            return begin, begin
        return self.origins[start][0], self.origins[end - 1][1]

    @cached_property
    def reading_at(self) -> dict[int, Span]:
        """Every sign that has a reading, and which."""
        return {place: span for span in self.readings for place in range(span.start, span.end)}

    @cached_property
    def gloss_at(self) -> set[int]:
        return {span.start for span in self.glosses}


class _Reader:
    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.signs: list[str] = []
        self.origins: list[tuple[int, int]] = []
        self.readings: list[Span] = []
        self.glosses: list[Span] = []
        self._later: list[tuple[int, int]] = []

    def read(self) -> Marked:
        self._stretch(0, len(self.raw))
        body = len(self.signs)
        for begin, end in self._later:
            self._write("\n", begin, begin)
            self._stretch(begin, end)
        plain = "".join(self.signs)
        return Marked(self.raw, plain, body, self.origins, self.readings, self.glosses)

    def _stretch(self, begin: int, end: int) -> None:
        place = begin
        while place < end:
            match = _PIECE.match(self.raw, place, end)
            if match is None:  # cannot happen: the last alternative takes any sign
                break
            self._piece(match)
            place = match.end()

    def _piece(self, match: re.Match[str]) -> None:
        kind = match.lastgroup or "other"
        start, end = match.span()
        if kind == "bar_reading":
            self._word(match, "bar", match[kind])
        elif kind in {"ruby", "bracket", "rt"}:
            self._word(match, "run", match[kind], only_last=kind == "ruby")
        elif kind == "latin_reading":
            self._word(match, "latin", match[kind])
        elif kind == "gloss":
            here = len(self.signs)
            self.glosses.append(Span(here, here, match["gloss"]))
            self._later.append(match.span("gloss"))
        elif kind == "tag":
            if match["tag"].strip("/").lower() in _BLOCKS:
                self._write("\n", start, end)
        elif kind in {"slot", "address"}:
            self._write(SLOT, start, end)
        elif kind == "entity":
            sign = html.unescape(match["entity"]).replace("\xa0", " ")
            self._write(sign[:1], start, end)
        else:
            for offset, sign in enumerate(match[0]):
                self._write(sign, start + offset, start + offset + 1)

    def _word(self, match: re.Match[str], group: str, reading: str, *, only_last: bool = False) -> None:
        """The base letter by letter (the last letter's place takes in the reading), then its reading."""
        base = match[group]
        begin = len(self.signs)
        for offset, sign in enumerate(base):
            at = match.start(group) + offset
            is_last = offset == len(base) - 1
            self._write(sign, match.start() if offset == 0 else at, match.end() if is_last else at + 1)
        if only_last:
            begin += base.rfind("・") + 1
        if reading.strip():
            self.readings.append(Span(begin, len(self.signs), reading.strip()))

    def _write(self, sign: str, start: int, end: int) -> None:
        self.signs.append(SLOT if "\ud800" <= sign <= "\udfff" else sign)  # no word has half a sign
        self.origins.append((start, end))


def read(raw: str) -> Marked:
    return _Reader(raw).read()


def is_kanji(sign: str) -> bool:
    return "㐀" <= sign <= "鿿" or "豈" <= sign <= "﫿" or sign == "々"
