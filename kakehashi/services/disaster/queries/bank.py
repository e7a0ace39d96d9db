"""The bank as the sheet maker searches it: by words in any language or kana, shelf, phase, purpose."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, QuerySet, When

from kakehashi.foundation.translation.queries import standing_texts
from kakehashi.kernel import japanese
from kakehashi.services.disaster.models import Sentence

MOST_TEXTS = 5000  # kept at hand in a process
HEADLINE = 4  # lines with which what is searched begins: code, headline, its reading, the headline in English


@dataclass(frozen=True)
class Sought:
    """What to look for; empty is everything."""

    words: str = ""
    category: str = ""
    phase: str = ""
    purpose: str = ""


def folded(text: str) -> str:
    """As both sides of a search are compared: kana alike, letters without accents."""
    return japanese.fold_marked(text)[0]


def find_sentences(sought: Sought) -> QuerySet[Sentence]:
    """Those that are offered and hold every word, in whatever language; first those whose headline holds them."""
    found = Sentence.objects.filter(is_offered=True)
    for column in ("category", "phase"):
        if value := getattr(sought, column):
            found = found.filter(**{column: value})
    if sought.purpose:
        found = found.filter(purposes__icontains=f'"{folded(sought.purpose)}"')
    if words := [folded(word) for word in japanese.search_words(sought.words)]:
        texts = _holding(words, found)
        titled = [pk for pk, text in texts.items() if _hold(_headline(text), words)]
        ranked = Case(When(pk__in=titled, then=0), default=1)
        found = Sentence.objects.filter(pk__in=texts).order_by(ranked, "category__order", "order", "code")
    return found.select_related("category").defer("folded")


_memory: list[dict[str, str]] = [{}]  # digest → what a search compares: megabytes, slowly looked through by a database


def _headline(text: str) -> str:
    """With its code and its reading, as `searching.refold` begins."""
    return "\n".join(text.split("\n", HEADLINE)[:HEADLINE])


def _hold(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)


def _holding(words: list[str], among: QuerySet[Sentence]) -> dict[int, str]:
    """Of these, those that hold every word, with all they say."""
    known = _memory[0]
    digests = dict(among.order_by().values_list("pk", "folded_digest"))
    unknown = [pk for pk, digest in digests.items() if digest not in known]
    read = dict(Sentence.objects.filter(pk__in=unknown).values_list("pk", "folded")) if unknown else {}
    texts = {pk: read.get(pk, "") if digest not in known else known[digest] for pk, digest in digests.items()}
    if read:
        new = {digests[pk]: text for pk, text in read.items() if digests[pk]}
        _memory[0] = new if len(known) + len(new) > MOST_TEXTS else known | new
    return {pk: text for pk, text in texts.items() if _hold(text, words)}


def sentences_by_code(codes: Iterable[str]) -> list[Sentence]:
    """In the order of the codes; those the bank does not have are left out."""
    codes = list(dict.fromkeys(codes))
    found = Sentence.objects.filter(code__in=codes).select_related("category", "unit").prefetch_related("slots")
    known = {sentence.code: sentence for sentence in found.defer("folded")}
    return [known[code] for code in codes if code in known]


def words(keys: Iterable[str], languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """Fixed words of paper: key → language → text; what a language lacks is said in English, else in Japanese."""
    units = {key: f"disaster.word.{key}" for key in keys}
    wanted = list(languages)
    texts = standing_texts(units.values(), {*wanted, "en", "ja"})
    said = {key: {code: text.body for code, text in texts[unit].items()} for key, unit in units.items()}
    return {
        key: {code: found.get(code) or found.get("en") or found.get("ja", "") for code in wanted}
        for key, found in said.items()
    }
