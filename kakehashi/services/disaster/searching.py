"""What a search of the bank compares: every language of a sentence, folded."""

import hashlib
from collections.abc import Iterable

from django.db.models import QuerySet

from kakehashi.foundation.translation import easy_japanese
from kakehashi.foundation.translation.models import Text
from kakehashi.kernel import ruby
from kakehashi.kernel.morphemes import tokenizer
from kakehashi.services.disaster.models import Sentence
from kakehashi.services.disaster.queries.bank import folded

_JAPANESE = {"ja", easy_japanese.CODE}


def refold(sentences: QuerySet[Sentence]) -> None:
    """Write anew what a search compares, from what readers get now."""
    found = list(sentences)
    texts: dict[int, list[str]] = {}
    standing = Text.objects.filter(is_standing=True, unit__in=[sentence.unit_id for sentence in found])
    for unit, language, body in standing.values_list("unit_id", "language_id", "body"):
        texts.setdefault(unit, []).extend(_searched(body, language))
    for sentence in found:
        sentence.folded = folded(
            _joined(
                [
                    sentence.code,
                    sentence.title_ja,
                    read_aloud(sentence.title_ja),
                    sentence.title_en,
                    *texts.get(sentence.unit_id, []),
                ]
            )
        )
        sentence.folded_digest = hashlib.blake2b(sentence.folded.encode(), digest_size=16).hexdigest()
    Sentence.objects.bulk_update(found, ["folded", "folded_digest"], batch_size=100)


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def _searched(body: str, language: str) -> list[str]:
    """Japanese also as it is read, without the gaps between its phrases."""
    if language not in _JAPANESE:
        return [body]
    bare = "".join(ruby.without_ruby(body).split(" "))
    if language == easy_japanese.CODE:
        return [bare, "".join(ruby.reading_only(body).split(" "))]
    return [bare, read_aloud(bare)]


def read_aloud(text: str) -> str:
    """Japanese in kana, as the dictionary reads it: good enough to be found by."""
    return "".join(token.reading_form() for token in tokenizer().tokenize(text))
