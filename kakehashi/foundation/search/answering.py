"""The entries that come nearest to a question or a text, by ranking."""

from collections.abc import Sequence

from django.db.models import QuerySet

from kakehashi.foundation.search import scoring, store, tokens
from kakehashi.foundation.search.models import Entry
from kakehashi.foundation.search.store import Field, Term

_POOL = 60  # entries ranked exactly
_TERMS_MAX = 120
_WORD = 1.5  # what a word counts beside a pair of characters
_COMPOUND = 0.5  # … if it is made of words that count themselves
_VERB = 0.5
# Words that ask, and words that stand in every sentence: no answer is near because it has them too.
_IDLE = frozenset(
    tokens.fold(
        "何 誰 何時 何処 幾つ 幾ら どの どう 何故 どちら 為る 居る 有る 成る 言う 無い 事 物 人 教える 下さる"
    ).split()
)


def nearest(text: str, allowed: QuerySet[Entry]) -> list[Entry]:
    """The best first, with the columns that the ranking needs."""
    terms = _terms(text)
    found = store.candidates(terms, allowed, _POOL)
    entries = allowed.filter(id__in=found.ids).only("kind", "fiscal_year", *scoring.COLUMNS)
    weighted = [
        scoring.weighted(term, count, found.total) for term, count in zip(terms, found.documents, strict=True) if count
    ]
    return scoring.rank(list(entries), weighted)


def needles(text: str) -> list[str]:
    """What is marked in the hits: the words that carry meaning, as they were written."""
    return [w.surface for w in tokens.words(text) if len(w.surface) > 1 and w.form not in _IDLE]


def _terms(text: str) -> Sequence[Term]:
    """Words and pairs of characters of the question, without those that are only grammar."""
    forms = {w.form: _weight(w) for w in tokens.words(text) if w.form not in _IDLE}
    pairs = dict.fromkeys(pair for run in tokens.runs(text) for pair in tokens.asked_grams(run))
    terms = [Term(form, Field.WORDS, weight) for form, weight in forms.items()]
    terms += [Term(pair, Field.BODY) for pair in pairs if not tokens.is_only_hiragana(pair)]
    return terms[:_TERMS_MAX]


def _weight(word: tokens.Word) -> float:
    return _WORD * (_COMPOUND if word.is_compound else 1) * (_VERB if word.part == "動詞" else 1)
