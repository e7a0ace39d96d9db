"""Languages are known to everybody."""

from django.db.models import QuerySet

from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.organisations.models import Organisation, Person, valid_on
from kakehashi.foundation.translation.models import Competence, Language
from kakehashi.kernel import clock


def languages() -> QuerySet[Language]:
    """Every language, in the order in which they are offered."""
    return Language.objects.all()


def resident_languages() -> QuerySet[Language]:
    """The languages in which residents are told: Japanese, やさしい日本語 and the others."""
    return Language.objects.filter(is_resident=True)


def named_people() -> QuerySet[Competence]:
    """Who is named for which language, by language and person."""
    return Competence.objects.select_related("person", "language").order_by(
        "person__name_kana", "person", "language__order"
    )


def competences_of(person: Person | None) -> dict[str, Competence]:
    """By language code. One query."""
    if person is None:
        return {}
    return {one.language_id: one for one in Competence.objects.filter(person=person).order_by("language__order")}


def translators(organisation: Organisation | None = None) -> QuerySet[Person]:
    """Who has the role of a translator today, at that body or anywhere."""
    held = RoleHeld.objects.filter(valid_on(clock.today()), role="translator")
    if organisation is not None:
        held = held.filter(organisation=organisation)
    return Person.objects.filter(pk__in=held.values("person")).order_by("name_kana", "id")


def able_people(language: str, what: str, organisation: Organisation) -> QuerySet[Person]:
    """Translators of the body who are named for the language; `what`: "translates" or "checks"."""
    able = Competence.objects.filter(language=language, **{what: True})
    return translators(organisation).filter(pk__in=able.values("person"))


def translating_bodies() -> QuerySet[Organisation]:
    """Where somebody has the role of a translator today."""
    held = RoleHeld.objects.filter(valid_on(clock.today()), role="translator")
    return Organisation.objects.filter(pk__in=held.values("organisation"))
