"""Keeping the glossary."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.translation import rules
from kakehashi.foundation.translation.choices import TermRule
from kakehashi.foundation.translation.models import Term, TermText

_COLUMNS = ("kana", "gloss", "note", "source")


@dataclass(frozen=True, order=True)
class TermLine:
    """What one language does with a term; `text` may be empty where the Japanese is kept."""

    language: str
    rule: TermRule
    text: str


@dataclass(frozen=True)
class TermSeed:
    """A term with all its lines."""

    ja: str
    kana: str = ""
    gloss: str = ""
    note: str = ""
    source: str = ""
    lines: tuple[TermLine, ...] = field(default=())


def take_in_terms(seeds: Sequence[TermSeed], *, by: Actor) -> int:
    """Terms as the seeds say: new ones are added, known ones replaced with all their lines, others left alone.

    Returns how many. The last of two seeds of one term counts. A handful of queries, however many the terms.
    """
    with act("translation.take_in_terms", None, by=by, permit=rules.may_keep_languages(by)) as record:
        wanted = {seed.ja: seed for seed in seeds}
        Term.objects.bulk_create(
            [Term(ja=seed.ja, **{name: getattr(seed, name) for name in _COLUMNS}) for seed in wanted.values()],
            update_conflicts=True,
            unique_fields=["ja"],
            update_fields=_COLUMNS,
        )
        terms = {term.ja: term for term in Term.objects.filter(ja__in=wanted)}
        TermText.objects.filter(term__in=terms.values()).delete()
        TermText.objects.bulk_create([line for ja, seed in wanted.items() for line in _lines(terms[ja], seed)])
        record.extra = {"terms": len(wanted)}
    return len(wanted)


def save_term(term: Term | None, seed: TermSeed, *, by: Actor) -> Term:
    """Add a term, or change it with all its lines."""
    with act("translation.save_term", term, by=by, permit=rules.may_keep_languages(by)) as record:
        term = term or Term()
        term.ja = seed.ja
        for name in _COLUMNS:
            setattr(term, name, getattr(seed, name))
        term.save()
        term.texts.all().delete()
        TermText.objects.bulk_create(_lines(term, seed))
        record.thing = term
        record.extra = {"lines": [[line.language, line.rule.value, line.text] for line in sorted(set(seed.lines))]}
    return term


def remove_term(term: Term, *, by: Actor) -> None:
    with act("translation.remove_term", term, by=by, permit=rules.may_keep_languages(by)) as record:
        record.extra = {"removed": term.ja}
        Term.objects.filter(pk=term.pk).delete()


def _lines(term: Term, seed: TermSeed) -> list[TermText]:
    return [
        TermText(term=term, language_id=line.language, rule=line.rule, text=line.text)
        for line in sorted(set(seed.lines))
    ]
