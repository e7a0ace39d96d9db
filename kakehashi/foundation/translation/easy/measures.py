"""Numbers about a text: counts, readability, the five indicators."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from kakehashi.foundation.translation.easy import lexicon, mora
from kakehashi.foundation.translation.easy.marks import is_kanji
from kakehashi.foundation.translation.easy.weighing import hardness, is_rated
from kakehashi.foundation.translation.easy.words import Passage, Token

# Bounds between the five grades, from 5 (easy) to 1.
_VOCABULARY = (0.9, 0.8, 0.7, 0.55)
_KANJI = (0.15, 0.25, 0.35, 0.45)
_HARDNESS = (0.3, 0.38, 0.46, 0.55)
_LENGTH = (8, 12, 16, 22)
_GRAMMAR = (0.0, 0.34, 0.67, 1.0)


@dataclass(frozen=True, slots=True)
class Five:
    """Grades from 1 to 5 (5 is easy) for words, kanji, nouns, length and constructions."""

    vocabulary: int
    kanji: int
    hardness: int
    length: int
    grammar: int

    @property
    def weak(self) -> list[str]:
        return [name for name, grade in asdict(self).items() if grade <= 2]


@dataclass(frozen=True, slots=True)
class Measures:
    """`readability` is that of jReadability (0.5 to 6.5, higher is easier); `mora` is that of the longest sentence."""

    sentences: int
    chars: int
    mora: int
    kanji: int
    words: int
    easy_words: float
    readability: float
    yasanichi: Five
    kanji_grades: Mapping[int, int]


def of(passage: Passage, hard_grammar: int) -> Measures:
    """All measures of a text; `hard_grammar` is how often a rule of grammar was broken."""
    body = passage.body
    sentences = passage.running
    tokens = [token for sentence in sentences for token in sentence.tokens]
    rated = [token for token in tokens if is_rated(passage, token)]
    easy = sum(hardness(token) <= 2 for token in rated) / len(rated) if rated else 1.0
    return Measures(
        sentences=len(sentences),
        chars=sum(not sign.isspace() for sign in body),
        mora=max((mora.of_sentence(passage, sentence) for sentence in sentences), default=0),
        kanji=sum(map(is_kanji, body)),
        words=len(tokens),
        easy_words=round(easy, 3),
        readability=round(_readability([t for s in sentences for t in s.cut if not t.is_space], len(sentences)), 2),
        yasanichi=_five(tokens, len(sentences), easy, hard_grammar),
        kanji_grades=_kanji_grades(passage),
    )


def _readability(tokens: list[Token], sentences: int) -> float:
    """The published formula of jReadability; signs count as words, auxiliary verbs do not count as verbs.

    Sudachi knows no word origins: compounds of kanji count as Chinese, what is neither katakana nor Latin as Japanese.
    """
    if not tokens:
        return 6.5  # nothing to read
    total = len(tokens)
    chinese = sum(len(t.surface) > 1 and all(map(is_kanji, t.surface)) and t.part[0] != "動詞" for t in tokens)
    foreign = sum(t.is_katakana or t.is_sign or t.surface.isascii() for t in tokens)
    verbs = sum(t.is_verb and t.part[1] != "非自立可能" for t in tokens)
    particles = sum(t.part[0] == "助詞" for t in tokens)
    japanese = total - chinese - foreign
    return (
        11.724
        - 0.056 * total / max(1, sentences)
        - 0.126 * 100 * chinese / total
        - 0.042 * 100 * japanese / total
        - 0.145 * 100 * verbs / total
        - 0.044 * 100 * particles / total
    )


def _five(tokens: list[Token], sentences: int, easy: float, hard_grammar: int) -> Five:
    total = max(1, len(tokens))
    nouns = sum(token.part[0] == "名詞" for token in tokens)
    return Five(
        vocabulary=5 - sum(easy < bound for bound in _VOCABULARY),
        kanji=_grade(sum(token.has_kanji for token in tokens) / total, _KANJI),
        hardness=_grade(nouns / total, _HARDNESS),
        length=_grade(total / max(1, sentences), _LENGTH),
        grammar=_grade(hard_grammar / max(1, sentences), _GRAMMAR),
    )


def _grade(value: float, bounds: tuple[float, ...]) -> int:
    return 5 - sum(value > bound for bound in bounds)


def _kanji_grades(passage: Passage) -> dict[int, int]:
    """How many different kanji of each school year the text has; 8: of the upper school, 0: taught nowhere."""
    counts = Counter(lexicon.kanji_grade(sign) for sign in set(filter(is_kanji, passage.body)))
    return dict(sorted(counts.items()))
