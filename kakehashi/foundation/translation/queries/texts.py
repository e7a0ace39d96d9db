"""What readers get, and one unit in all its languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation import rules
from kakehashi.foundation.translation.families import own_words, shelf_of
from kakehashi.foundation.translation.memory import alike
from kakehashi.foundation.translation.models import Draft, Job, JobLine, Language, Term, TermText, Text, Unit
from kakehashi.kernel import japanese

Texts = dict[str, dict[str, Text]]
_SUGGESTED = 5


def standing_texts(keys: Iterable[str], languages: Iterable[str] | None = None) -> Texts:
    """What readers get of these units: unit key → language code → its standing version. One query.

    A language without a text, or whose text was withdrawn, is missing.
    """
    found: Texts = {key: {} for key in keys}
    texts = Text.objects.filter(is_standing=True, unit__key__in=found).select_related("unit")
    if languages is not None:
        texts = texts.filter(language__in=list(languages))
    for text in texts:
        found[text.unit.key][text.language_id] = text
    return found


def units_visible_to(person: Person | None) -> QuerySet[Unit]:
    """To translators and who keeps the languages; nothing to others: drafts may stand among them.

    The banks whole, words of some thing by an order that the person sees.
    """
    if not rules.may_see_work(person):
        return Unit.objects.none()
    ordered = JobLine.objects.filter(job__in=Job.objects.visible_to(person).in_force())
    return Unit.objects.filter(~own_words() | Q(pk__in=ordered.values("unit")))


@dataclass(frozen=True)
class Said:
    """One language of a unit: what is worked on, what readers get; both None where it is missing."""

    language: Language
    latest: Text | None
    standing: Text | None


def said_in_all(unit: Unit) -> list[Said]:
    """The unit in every language of residents, and in others in which something is said. Two queries."""
    texts = (
        unit.texts.filter(Q(is_latest=True) | Q(is_standing=True)).order_by().select_related("translator", "checker")
    )
    latest = {text.language_id: text for text in texts if text.is_latest}
    standing = {text.language_id: text for text in texts if text.is_standing}
    listed = Language.objects.filter(Q(is_resident=True) | Q(pk__in=latest))
    return [Said(language, latest.get(language.code), standing.get(language.code)) for language in listed]


def history(unit: Unit, language: str) -> list[Text]:
    """Every version, the newest first."""
    return list(
        Text.objects.filter(unit=unit, language=language).order_by("-version").select_related("translator", "checker")
    )


def text_of_meaning(unit: Unit, language: str, meaning: str) -> Text | None:
    """The last version that said this: what a stale text was made from."""
    return Text.objects.filter(unit=unit, language=language, meaning=meaning).order_by("-version").first()


@dataclass(frozen=True)
class TermHit:
    """A term of the glossary that stands in the source, with what the language does with it."""

    term: Term
    lines: Sequence[TermText]


def glossary_hits(source: str, language: str) -> list[TermHit]:
    """`source`: Japanese without furigana. Where a longer term covers a shorter one, only the longer. Two queries."""
    terms = [term for term in Term.objects.all() if term.ja in source]
    terms = [term for term in terms if not any(term.ja != other.ja and term.ja in other.ja for other in terms)]
    lines: dict[int, list[TermText]] = {term.pk: [] for term in terms}
    for line in TermText.objects.filter(term__in=terms, language=language):
        lines[line.term_id].append(line)
    return [TermHit(term, lines[term.pk]) for term in terms]


def text_for(person: Person | None, number: str) -> Text | None:
    """A version by its primary key as an address has it, where the person sees its unit."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Text.objects.filter(pk=int(number), unit__in=units_visible_to(person)).first()


def draft_of(person: Person, unit: Unit, language: str) -> Draft | None:
    """What this person has begun to write and not saved."""
    return Draft.objects.filter(person=person, unit=unit, language=language).first()


def neighbours(person: Person | None, unit: Unit) -> tuple[Unit | None, Unit | None]:
    """The units before and after it in its family."""
    family = units_visible_to(person).filter(family=unit.family, is_retired=False)
    before = family.filter(Q(order__lt=unit.order) | Q(order=unit.order, pk__lt=unit.pk)).order_by("-order", "-pk")
    after = family.filter(Q(order__gt=unit.order) | Q(order=unit.order, pk__gt=unit.pk)).order_by("order", "pk")
    return before.first(), after.first()


def shelves(person: Person | None) -> list[str]:
    """Every shelf on which something in use stands."""
    families = units_visible_to(person).filter(is_retired=False).order_by().values_list("family", flat=True)
    return sorted({shelf_of(family) for family in families.distinct()})


def terms_like(person: Person | None, text: str) -> QuerySet[Term]:
    """The glossary, found by a term, its reading, or what some language says for it."""
    terms = Term.objects.prefetch_related("texts") if rules.may_see_work(person) else Term.objects.none()
    for word in japanese.search_words(text):
        said = TermText.objects.filter(term=OuterRef("pk"), text__icontains=word)
        terms = terms.filter(Q(ja__icontains=word) | Q(kana__icontains=word) | Q(gloss__icontains=word) | Exists(said))
    return terms


def shown_in(units: Iterable[Unit], languages: Iterable[str]) -> dict[int, tuple[dict[str, Text], dict[str, Text]]]:
    """Unit number → by language: what is worked on, and what readers get. One query."""
    shown = Text.objects.filter(Q(is_latest=True) | Q(is_standing=True), language__in=list(languages))
    found: dict[int, tuple[dict[str, Text], dict[str, Text]]] = {}
    for text in shown.filter(unit__in=[unit.pk for unit in units]).order_by().select_related("translator", "checker"):
        latest, standing = found.setdefault(text.unit_id, ({}, {}))
        if text.is_latest:
            latest[text.language_id] = text
        if text.is_standing:
            standing[text.language_id] = text
    return found


@dataclass(frozen=True)
class Remembered:
    """Another unit whose Japanese is like this one's, and what the language says there."""

    unit: Unit
    text: Text
    score: float


def remembered(person: Person | None, unit: Unit, source: str, language: str) -> list[Remembered]:
    """The likest first. `source`: the unit's Japanese. Two queries and one look over all Japanese sentences."""
    if not source:
        return []
    known = units_visible_to(person).filter(is_retired=False).exclude(pk=unit.pk)
    others = Text.objects.filter(is_standing=True, unit__in=known).order_by()
    japanese_texts = dict(others.filter(language="ja").values_list("unit", "body"))
    found = {one.key: one.score for one in alike(source, japanese_texts, most=_SUGGESTED)}
    texts = others.filter(language=language, unit__in=found).select_related("unit")
    said = [Remembered(text.unit, text, found[text.unit_id]) for text in texts]
    return sorted(said, key=lambda one: -one.score)
