"""The entries that come nearest to a question or a text, by ranking."""

from collections.abc import Sequence

from django.db.models import QuerySet

from kakehashi.foundation.search import scoring, store, tokens
from kakehashi.foundation.search.models import Entry
from kakehashi.foundation.search.store import Field, Term

_POOL = 100  # entries ranked exactly
_TERMS_MAX = 120
_WORD_WEIGHT = 1.0
_TITLE_WEIGHT = 0.3
# Words that ask; no answer is near because it asks too.
_ASKING = frozenset(
    [
        "何",
        "誰",
        "何時",
        "何処",
        "幾つ",
        "幾ら",
        "どの",
        "どう",
        "何故",
        "どちら",
        "為る",
        "居る",
        "有る",
        "成る",
        "言う",
        "無い",
        "事",
        "物",
        "人",
        "教える",
        "下さる",
    ]
)


def nearest(text: str, allowed: QuerySet[Entry]) -> list[Entry]:
    """The best first, with the columns that the ranking needs."""
    terms = _terms(text)
    found = store.candidates(terms, allowed, _POOL)
    entries = allowed.filter(id__in=found.ids).only(
        "kind", "fiscal_year", "title_folded", "folded", "words", "weight", "updated_at"
    )
    weighted = [
        scoring.Weighted(term, term.weight * scoring.rarity(count, found.total))
        for term, count in zip(terms, found.documents, strict=True)
        if count
    ]
    return scoring.rank(list(entries), weighted)


def needles(text: str) -> list[str]:
    """What is marked in the hits: the words that carry meaning, as they were written."""
    return [w.surface for w in tokens.words(text) if len(w.surface) > 1 and w.form not in _ASKING]


def _terms(text: str) -> Sequence[Term]:
    """Words and pairs of characters of the question, without those that are only grammar."""
    forms = dict.fromkeys(w.form for w in tokens.words(text) if w.form not in _ASKING)
    pairs = dict.fromkeys(
        g for run in tokens.runs(text) for g in tokens.asked_grams(run) if not tokens.is_only_hiragana(g)
    )
    terms = [Term(form, Field.WORDS, _WORD_WEIGHT) for form in forms]
    terms += [Term(pair, Field.BODY) for pair in pairs]
    terms += [Term(pair, Field.TITLE, _TITLE_WEIGHT) for pair in pairs]
    return terms[:_TERMS_MAX]
