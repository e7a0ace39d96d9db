"""The registers of people who can be sent: found by what they know, with how often they are sent this year."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from kakehashi.engines.calls.flow import HOLDING
from kakehashi.engines.calls.models import Absence, Application, Dispatch, Expert
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock, japanese


@dataclass(frozen=True)
class SoughtExpert:
    """What somebody looks for; empty: anything."""

    text: str = ""
    register: str = ""
    field: str = ""
    language: str = ""
    area: str = ""

    def fits(self, expert: Expert) -> bool:
        told = " ".join(
            [expert.name_ja, expert.name_en, expert.affiliation, expert.profile_ja, expert.profile_en,
             *expert.fields, *expert.languages, *expert.areas]
        )  # fmt: skip
        return (
            self.register in {"", expert.register}
            and all(japanese.fold(word) in japanese.fold(told) for word in japanese.search_words(self.text))
            and (not self.field or self.field in expert.fields)
            and (not self.language or self.language in expert.languages)
            and (not self.area or self.area in expert.areas)
        )


@dataclass(frozen=True)
class Offered:
    """What the filter offers: the words that stand in the registers."""

    fields: list[str]
    languages: list[str]
    areas: list[str]


def with_load(experts: QuerySet[Expert], fiscal_year: int) -> QuerySet[Expert]:
    """Each with `load`: how often sent, or decided to be sent, in this fiscal year."""
    counted = Q(dispatches__application__fiscal_year=fiscal_year, dispatches__application__step__in=HOLDING)
    return experts.annotate(load=Count("dispatches", filter=counted))


def visible_experts(person: Person | None, fiscal_year: int | None = None) -> QuerySet[Expert]:
    """With their load in the year, this one where none is named."""
    year = clock.fiscal_year(clock.today()) if fiscal_year is None else fiscal_year
    return with_load(Expert.objects.visible_to(person), year).order_by("register", "name_ja", "id")


def find_experts(person: Person | None, sought: SoughtExpert) -> tuple[list[Expert], Offered]:
    """Who fits, and what one can look for. A register is short: it is gone through here, the same on every database."""
    experts = list(visible_experts(person))
    offered = Offered(
        sorted({word for expert in experts for word in expert.fields}),
        sorted({word for expert in experts for word in expert.languages}),
        sorted({word for expert in experts for word in expert.areas}),
    )
    return [expert for expert in experts if sought.fits(expert)], offered


def person_with(email: str) -> Person | None:
    """Whoever signs in with this mail address."""
    return Person.objects.filter(email__iexact=email, user__isnull=False).first()


def may_edit_register(person: Person | None) -> bool:
    return standing(person).may(Permission.HANDLE_CALLS)


def coming_absences(expert: Expert) -> QuerySet[Absence]:
    return expert.absences.filter(last_day__gte=clock.today())


def dispatches_of(expert: Expert, person: Person) -> QuerySet[Dispatch]:
    """Where somebody was sent, as far as this person sees these applications; the newest first.

    What was decided but not told yet only the council sees.
    """
    seen = Application.objects.visible_to(person).filter(step__in=HOLDING)
    if not standing(person).may(Permission.OVERSEE_CALLS):
        seen = seen.exclude(step="adopted")
    found = expert.dispatches.filter(application__in=seen.values("pk"))
    return found.select_related("application__applicant", "application__call__scheme").order_by("-application_id")


# --- Choosing one -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Choosable:
    """Somebody who could be sent, with what the desk weighs."""

    expert: Expert
    load: int
    absences: list[Absence]
    past: list[Dispatch]
    is_wished: bool

    @property
    def is_full(self) -> bool:
        return self.expert.most_per_year is not None and self.load >= self.expert.most_per_year

    @property
    def reported(self) -> list[Dispatch]:
        """Those of the past whose report was handed in."""
        return [one for one in self.past if one.application.step not in {"adopted", "granted"}]


def choosable(application: Application, person: Person) -> list[Choosable]:
    """The people of the call's register: wished for first, then whoever is sent least. Constant number of queries."""
    wished = Dispatch.objects.filter(application=application).values_list("wished_id", flat=True).first()
    seen = Application.objects.visible_to(person).filter(step__in=HOLDING).exclude(pk=application.pk)
    past = Dispatch.objects.filter(application__in=seen.values("pk")).select_related("application__applicant")
    experts = visible_experts(person, application.fiscal_year).filter(register=application.call.register)
    experts = experts.prefetch_related(
        Prefetch("absences", _absences_on(application.starts_on, application.ends_on), to_attr="away"),
        Prefetch("dispatches", past.order_by("-application_id"), to_attr="past"),
    )
    found = [
        Choosable(expert, expert.load, expert.away, expert.past, expert.pk == wished)  # type: ignore[attr-defined]  # added above
        for expert in experts
        if expert.is_listed or expert.pk == wished
    ]
    return sorted(found, key=lambda one: (not one.is_wished, bool(one.absences), one.is_full, one.load, one.expert.pk))


def _absences_on(first: dt.date | None, last: dt.date | None) -> QuerySet[Absence]:
    """Those that touch these days; with a day unknown, all from there on."""
    found = Absence.objects.all()
    if first is not None:
        found = found.filter(last_day__gte=first)
    return found.filter(first_day__lte=last) if last is not None else found


def wishable(application: Application, person: Person) -> QuerySet[Expert]:
    """Whom the applicant may wish for."""
    return visible_experts(person, application.fiscal_year).filter(register=application.call.register, is_listed=True)
