"""Precedents, and which of them are like a plan."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from kakehashi.engines.cases.models import Case, Precedent
from kakehashi.foundation.organisations.models import Country, Person
from kakehashi.foundation.search.queries import similar
from kakehashi.kernel import japanese


def visible_precedents(person: Person | None) -> QuerySet[Precedent]:
    return Precedent.objects.visible_to(person).select_related("office", "applicant", "country", "case")


def precedent_of(case: Case, person: Person) -> Precedent | None:
    """The case's precedent as far as this person may see it."""
    return Precedent.objects.visible_to(person).filter(case=case).first()


@dataclass(frozen=True)
class Sought:
    """What is being planned, as far as it is typed."""

    hosts: tuple[str, ...] = ()
    theme: str = ""
    country: str = ""
    city: str = ""
    text: str = ""


@dataclass
class Likeness:
    """A precedent and what it has in common with the plan."""

    precedent: Precedent
    score: int = 0
    same: list[str] = field(default_factory=list)


def precedents_like(sought: Sought, person: Person | None, limit: int = 6) -> list[Likeness]:
    """Published cases with the same host, theme, country or words, the most alike first. Three queries."""
    hosts = [folded for host in sought.hosts if len(folded := japanese.fold(host).strip()) >= 2]
    alike = Q(pk__in=[])
    for host in hosts:
        alike |= Q(host_folded__contains=host)
    if sought.country:
        alike |= Q(country=sought.country)
    by_words: list[int] = []
    if words := sought.text.strip():
        by_words = [hit.ref.id for hit in similar(words, viewer=person, kinds=("cases.precedent",), limit=10)]
        alike |= Q(pk__in=by_words)
    found = visible_precedents(person).filter(alike, published_at__isnull=False)[:200]
    scored = [_likeness(precedent, sought, hosts, by_words) for precedent in found]
    return sorted(scored, key=lambda likeness: -likeness.score)[:limit]


def _likeness(precedent: Precedent, sought: Sought, hosts: list[str], by_words: list[int]) -> Likeness:
    result = Likeness(precedent)
    for is_same, score, what in (
        (any(host in precedent.host_folded for host in hosts), 8, "host"),
        (bool(sought.theme) and precedent.theme == sought.theme, 3, "theme"),
        (bool(sought.city) and precedent.city == sought.city, 3, "city"),
        (bool(sought.country) and precedent.country_id == sought.country, 2, "country"),
        (precedent.pk in by_words, 2, "words"),
    ):
        if is_same:
            result.score += score
            result.same.append(what)
    return result


def countries_of_precedents() -> list[Country]:
    used = Precedent.objects.published().values("country")
    return list(Country.objects.filter(pk__in=used).order_by("name_en"))
