"""Sentences and their words: morphology by Sudachi, level of each word by the lists."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sudachipy import Morpheme, SplitMode

from kakehashi.foundation.translation.easy import lexicon
from kakehashi.foundation.translation.easy.marks import KANJI, SLOT, Marked, Span
from kakehashi.kernel.morphemes import tokenizer

_SENTENCE = re.compile(r"[^\n。！？!?]{1,2000}[。！？!?]*[」』）)]*|[。！？!?]+")
_HAS_KANJI = re.compile(rf"[{KANJI}]")
_KATAKANA = re.compile(r"[ァ-ヺー・]{2,}")
_HIRAGANA = re.compile(r"[ぁ-ゖー]+")
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_CONTENT = frozenset({"名詞", "代名詞", "動詞", "形容詞", "形状詞", "副詞", "連体詞", "接続詞", "感動詞"})
_GRAMMAR = frozenset({"助詞", "助動詞"})
_SIGNS = frozenset({"補助記号", "記号", "空白"})
_BULLET = re.compile(r"[\s　・●○■□◆◇※*＊\-–—→▶]*(?:[0-9０-９]{1,2}[.．)）]\s*)?")


def hiragana(text: str) -> str:
    return text.translate(_TO_HIRAGANA)


@dataclass(frozen=True, slots=True)
class Token:
    """One word as Sudachi cuts it; places are those of the plain text."""

    surface: str
    lemma: str
    norm: str
    reading: str  # hiragana
    part: tuple[str, ...]
    start: int
    end: int
    level: int
    units: int  # short words it is made of

    @property
    def is_content(self) -> bool:
        return self.part[0] in _CONTENT and self.part[1] != "数詞"

    @property
    def is_noun(self) -> bool:
        return self.part[0] in {"名詞", "接尾辞", "接頭辞"}

    @property
    def is_name(self) -> bool:
        return self.part[1] == "固有名詞"

    @property
    def is_number(self) -> bool:
        return self.part[1] == "数詞"

    @property
    def is_verb(self) -> bool:
        return self.part[0] == "動詞"

    @property
    def is_predicate(self) -> bool:
        return self.part[0] in {"動詞", "形容詞", "助動詞"}

    @property
    def is_grammar(self) -> bool:
        return self.part[0] in _GRAMMAR

    @property
    def is_sign(self) -> bool:
        return self.part[0] in _SIGNS

    @property
    def is_space(self) -> bool:
        return self.part[0] == "空白"

    @property
    def has_kanji(self) -> bool:
        return _HAS_KANJI.search(self.surface) is not None

    @property
    def is_katakana(self) -> bool:
        return _KATAKANA.fullmatch(self.surface) is not None

    def is_particle(self, *surfaces: str) -> bool:
        return self.part[0] == "助詞" and self.surface in surfaces


@dataclass
class Sentence:
    """A sentence, a line without an end, or an explanation."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]  # without signs and spaces
    cut: tuple[Token, ...]  # everything
    is_gloss: bool

    @property
    def is_label(self) -> bool:
        """A heading or an entry: it ends without a full stop and without a predicate."""
        if self.text.rstrip().endswith(("。", "！", "？", "!", "?")):
            return False
        return not self.tokens or not self.tokens[-1].is_predicate

    @property
    def has_predicate(self) -> bool:
        return any(token.is_predicate for token in self.tokens)


@dataclass
class Passage:
    """A text with everything the rules ask about it."""

    marked: Marked
    profile: str
    sentences: tuple[Sentence, ...]
    kept: tuple[tuple[int, int, lexicon.Kept], ...] = field(default=())
    names: Mapping[str, str] = field(default_factory=dict)  # of places → their kana
    morae: dict[int, int] = field(default_factory=dict)  # of sentences, by where they begin

    @property
    def plain(self) -> str:
        return self.marked.plain

    @property
    def body(self) -> str:
        """The running text, without the explanations."""
        return self.marked.plain[: self.marked.body]

    @property
    def running(self) -> tuple[Sentence, ...]:
        return tuple(sentence for sentence in self.sentences if not sentence.is_gloss)

    @cached_property
    def kept_at(self) -> dict[int, lexicon.Kept]:
        return {place: word for start, end, word in self.kept for place in range(start, end)}

    def reading_at(self, place: int) -> Span | None:
        return self.marked.reading_at.get(place)

    def is_read(self, token: Token) -> bool:
        """Whether every kanji of the word carries a reading."""
        return all(
            place in self.marked.reading_at
            for place in range(token.start, token.end)
            if _HAS_KANJI.match(self.plain, place)
        )


def passage(marked: Marked, profile: str, names: Mapping[str, str]) -> Passage:
    sentences = tuple(_sentences(marked))
    return Passage(marked, profile, sentences, tuple(_kept(marked.plain)), names)


def tokens(text: str, offset: int = 0) -> Iterator[Token]:
    """The words of a text of any length."""
    for match in _SENTENCE.finditer(text):
        yield from _tokens(match[0], offset + match.start())


def _sentences(marked: Marked) -> Iterator[Sentence]:
    for match in _SENTENCE.finditer(marked.plain):
        start = match.start() + _begin(match[0])
        text = marked.plain[start : match.end()]
        if not text.strip():
            continue
        cut = tuple(_tokens(text, start))
        words = tuple(token for token in cut if not token.is_sign or token.surface == SLOT)
        if words:
            yield Sentence(text, start, match.end(), words, cut, start >= marked.body)


def _begin(line: str) -> int:
    """Where the sentence begins behind its bullet; a number alone is no bullet."""
    match = _BULLET.match(line)
    return match.end() if match and match.end() < len(line) else 0


def _tokens(text: str, offset: int) -> Iterator[Token]:
    is_counter = False  # what follows a number: 月 is then no word of its own
    for morpheme in tokenizer().tokenize(text):
        surface = morpheme.surface()
        if not surface:
            continue
        lemma, norm = morpheme.dictionary_form(), morpheme.normalized_form()
        reading = hiragana(morpheme.reading_form())
        part = tuple(morpheme.part_of_speech())
        begin, end = morpheme.begin() + offset, morpheme.end() + offset
        level, units = _measure(morpheme, surface, lemma, norm, part)
        if is_counter and part[2] == "助数詞可能":
            level = lexicon.EASIEST
        is_counter = part[1] == "数詞"
        yield Token(surface, lemma, norm, reading, part, begin, end, level, units)


def _measure(morpheme: Morpheme, surface: str, lemma: str, norm: str, part: tuple[str, ...]) -> tuple[int, int]:
    """Level and number of short words. A compound no list knows is as hard as its hardest part."""
    if part[0] not in _CONTENT or part[1] in {"数詞", "固有名詞"}:
        return lexicon.EASIEST, 1
    if part[1] == "非自立可能" and _HIRAGANA.fullmatch(surface):  # する, いる, ください: grammar in kana
        return lexicon.EASIEST, 1
    reading = hiragana(morpheme.reading_form()) if lemma == surface else ""
    known = max(lexicon.level(form, reading) for form in {lemma, norm, surface})
    if lemma in lexicon.allowed("YJ13") or norm in lexicon.allowed("YJ13"):
        known = lexicon.EASIEST
    if len(surface) < 3:
        return known, 1
    short = morpheme.split(SplitMode.A)
    if known or len(short) < 2:
        return known, max(1, len(short) if not known else 1)
    levels = [
        max(lexicon.level(unit.dictionary_form()), lexicon.level(unit.normalized_form()))
        for unit in short
        if unit.part_of_speech()[0] in _CONTENT and unit.part_of_speech()[1] != "数詞"
    ]
    return (min(levels) if levels else lexicon.UNKNOWN), len(short)


def _kept(plain: str) -> Iterator[tuple[int, int, lexicon.Kept]]:
    """Words that stay, the longest at each place."""
    words, place = lexicon.kept_by_beginning(), 0
    while place < len(plain):
        found = next((word for word in words.get(plain[place], ()) if plain.startswith(word.word, place)), None)
        if found is None:
            place += 1
            continue
        yield place, place + len(found.word), found
        place += len(found.word)
