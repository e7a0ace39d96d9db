"""Entries that hold given words: exactly, or in another spelling."""

from collections.abc import Sequence

from django.db.models import BooleanField, Case, QuerySet, Value, When

from kakehashi.foundation.search import scoring, store, tokens
from kakehashi.foundation.search.models import Entry
from kakehashi.foundation.search.store import Asked, Field, Term
from kakehashi.kernel import japanese

_POOL = 60  # entries that are ranked exactly; those after them stay in the order of the database
_GROUPS_MAX = 60  # runs looked up; the comparison of the text does the rest


def exact(allowed: QuerySet[Entry], phrases: Sequence[str]) -> QuerySet[Entry]:
    """The entries whose folded text contains each of the phrases."""
    asked = [_grams(run, Field.BODY) for phrase in phrases for run in tokens.runs(phrase)]
    entries = allowed.filter(id__in=store.matching([[one] for one in asked[:_GROUPS_MAX]]))
    for phrase in phrases:
        if not store.is_exact(phrase):
            entries = entries.filter(folded__contains=phrase)
    return entries


def variants(allowed: QuerySet[Entry], phrases: Sequence[str]) -> QuerySet[Entry] | None:
    """The entries that hold each phrase or its reading or its normalised words; ``None`` where that adds nothing."""
    groups = [[*_same(phrase), *_other(phrase)] for phrase in phrases]
    if not all(groups) or not any(_other(phrase) for phrase in phrases):
        return None
    return allowed.filter(id__in=store.matching(groups[:_GROUPS_MAX]))


def ordered(entries: QuerySet[Entry], phrases: Sequence[str], offset: int, limit: int) -> list[int]:
    """The ids of one page: words in the title first, then words, then parts of longer words."""
    entries = entries.annotate(
        is_word=_holds([_words(phrase, Field.WORDS) for phrase in phrases]),
        is_title=_holds([_words(phrase, Field.TITLE_WORDS) for phrase in phrases]),
    ).order_by("-is_title", "-is_word", "-weight", "-updated_at", "-id")
    if offset >= _POOL:
        return list(entries.values_list("id", flat=True)[offset : offset + limit])
    ids = list(entries.values_list("id", "is_title", "is_word")[: max(_POOL, offset + limit)])
    place = {number: (is_title, is_word) for number, is_title, is_word in ids[:_POOL]}
    terms = [scoring.Weighted(Term(phrase, Field.BODY), 1.0) for phrase in phrases]
    terms += [scoring.Weighted(Term(phrase, Field.TITLE), 2.0) for phrase in phrases]
    best = scoring.rank(list(Entry.objects.filter(id__in=place).only(*scoring.COLUMNS)), terms)
    best.sort(key=lambda entry: place[entry.pk], reverse=True)
    return [*(entry.pk for entry in best), *(row[0] for row in ids[_POOL:])][offset : offset + limit]


def needles(phrases: Sequence[str]) -> list[str]:
    """What is marked in the hits: the phrases and the other spellings of their words."""
    return [*phrases, *(word.form for phrase in phrases for word in tokens.words(phrase) if len(word.form) > 1)]


def _holds(asked: list[Asked | None]) -> Case:
    """1 where all of these words stand, else 0."""
    known = [[one] for one in asked if one is not None]
    if len(known) < len(asked):
        return Case(default=Value(False), output_field=BooleanField())
    return Case(When(id__in=store.matching(known), then=True), default=Value(False), output_field=BooleanField())


def _grams(run: str, field: Field) -> Asked:
    return Asked(tuple(tokens.asked_grams(run)), field, is_beginning=len(run) == 1)


def _words(phrase: str, field: Field) -> Asked | None:
    """The phrase as whole words one after the other; ``None`` where no word is known."""
    forms = tuple(word.form for word in tokens.words(phrase) if not word.is_compound)
    return Asked(forms, field) if forms else None


def _same(phrase: str) -> list[Asked]:
    runs = tokens.runs(phrase)
    return [_grams(runs[0], Field.BODY)] if len(runs) == 1 else []


def _other(phrase: str) -> list[Asked]:
    """Ways to find the phrase where it is written otherwise."""
    ways = []
    if japanese.is_kana(phrase) and len(phrase) > 1:
        reading = "".join(tokens.runs(japanese.fold_reading(phrase)))
        ways.append(Asked((reading,), Field.READINGS, is_beginning=len(reading) > 2))
    words = _words(phrase, Field.WORDS)
    if words is not None and "".join(words.tokens) != phrase:
        ways.append(words)
    return ways
