"""Vacancies, who could come, and what the season loses by it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref
from kakehashi.services.jet.choices import Document
from kakehashi.services.jet.flow import VACANCY_FLOW
from kakehashi.services.jet.flow.participants import IN_SERVICE
from kakehashi.services.jet.models import (
    Application,
    CountryPlan,
    Participant,
    PlacementRun,
    ReplacementOffer,
    ReplacementRule,
    Vacancy,
)
from kakehashi.services.jet.placing.problem import LEVELS, Conditions, Profile, meets
from kakehashi.services.jet.placing.season import prices

HELD = ("open", "accepted")


def visible_vacancies(person: Person | None) -> QuerySet[Vacancy]:
    found = Vacancy.objects.visible_to(person)
    return found.select_related("organisation", "host", "participant__country", "successor")


def story(vacancy: Vacancy) -> QuerySet[Passage]:
    ref = Ref(vacancy._meta.label_lower, vacancy.pk)
    return Passage.objects.filter(thing_kind=ref.kind, thing_id=ref.id).select_related("by").order_by("at", "id")


# What the rules say


def rules_now() -> list[ReplacementRule]:
    return list(ReplacementRule.objects.select_related("country"))


def rule_for(rules: Iterable[ReplacementRule], country: str, group: str, day: dt.date) -> ReplacementRule | None:
    """The newest that holds on `day`, among those of one day the narrowest."""
    fitting = [
        one
        for one in rules
        if one.since <= day and (one.country_id == country or (not one.country_id and one.group in ("", group)))
    ]
    return max(fitting, key=lambda one: (one.since, bool(one.country_id), bool(one.group)), default=None)


def groups_of_countries() -> dict[str, str]:
    """Country → its group in the newest plan."""
    return dict(CountryPlan.objects.order_by("cycle__year").values_list("country_id", "group"))


@dataclass(frozen=True)
class Window:
    """Whether a leaver is replaced within the year: as the rule stands, and as the one before it said."""

    rule: ReplacementRule | None
    is_open: bool
    earlier: ReplacementRule | None
    was_open: bool

    @property
    def is_saved(self) -> bool:
        """Lost under the rule before, replaced now."""
        return self.is_open and not self.was_open


def window(vacancy: Vacancy, rules: list[ReplacementRule], groups: Mapping[str, str]) -> Window:
    country = vacancy.participant.country_id
    rule = rule_for(rules, country, groups.get(country, ""), vacancy.last_day)
    older = [one for one in rules if rule is not None and one.since < rule.since]
    earlier = rule_for(older, country, groups.get(country, ""), vacancy.last_day)
    return Window(
        rule,
        rule is None or rule.replaces(vacancy.last_day),
        earlier,
        earlier is None or earlier.replaces(vacancy.last_day),
    )


# Who could come


@dataclass(frozen=True)
class Alternate:
    """Somebody who meets every condition of a vacancy. `missing`: papers not there yet. `price`: see `season`."""

    application: Application
    missing: tuple[str, ...]
    is_cared: bool
    price: float
    earliest: dt.date | None
    answer: str

    @property
    def is_ready(self) -> bool:
        return not self.missing and self.is_cared and not self.answer


def waiting(today: dt.date) -> QuerySet[Application]:
    """Alternates whose list is still open, and those who have their papers and got no place when it was announced."""
    is_open = Q(cycle__alternates_until__gte=today) | Q(cycle__alternates_until=None, cycle__year__gte=today.year)
    told = Exists(PlacementRun.objects.filter(cycle=OuterRef("cycle"), step="notified"))
    found = Application.objects.filter(is_open).filter(Q(step="alternate") | Q(told, step="documents_ok"))
    return found.select_related("cycle", "country", "mission").order_by("number")


def waiting_one(number: str, vacancy: Vacancy) -> Application | None:
    """The alternate of that number, of whichever year is newest."""
    return waiting(clock.today()).filter(number=number, position=vacancy.position).order_by("-cycle__year").first()


def profile_of(one: Application) -> Profile:
    return Profile(one.position, one.country_id, LEVELS.index(one.level), one.licence, "")


def conditions_of(one: Vacancy) -> Conditions:
    countries = frozenset(one.countries) if one.countries else None
    return Conditions(one.position, countries, LEVELS.index(one.level), one.licence, None)


def posts_in_service() -> Counter[Conditions]:
    """How many posts of each kind there are, by the conditions under which they were requested."""
    found: Counter[Conditions] = Counter()
    rows = Participant.objects.filter(step__in=IN_SERVICE).order_by()
    columns = ("position", "line__countries", "line__level", "line__licence")
    for position, countries, level, licence in rows.values_list(*columns):
        of = frozenset(countries) if countries else None
        found[Conditions(position, of, LEVELS.index(level or ""), bool(licence), None)] += 1
    return found


def alternates(vacancy: Vacancy, rule: ReplacementRule | None) -> list[Alternate]:
    """Best first: ready, then what costs the season least, then by score and rank. Four queries."""
    today = clock.today()
    everybody = list(waiting(today).exclude(offers__in=ReplacementOffer.objects.filter(state__in=HELD)))
    price = prices(Counter(map(profile_of, everybody)), posts_in_service())
    asked = dict(vacancy.offers.values_list("application_id", "state"))
    lead = rule.lead_days if rule else None
    wanted = conditions_of(vacancy)
    found = [
        Alternate(
            one,
            tuple(str(Document(code).label) for code in one.cycle.needed_documents if code not in one.documents),
            not one.care_note or one.care_confirmed,
            price[profile_of(one)],
            None if lead is None else max(today + dt.timedelta(days=lead), vacancy.last_day + dt.timedelta(days=1)),
            asked.get(one.pk, ""),
        )
        for one in everybody
        if meets(profile_of(one), wanted)
    ]
    return sorted(found, key=_order)


def _order(one: Alternate) -> tuple[object, ...]:
    who = one.application
    return (not one.is_ready, one.price, who.step != "documents_ok", -(who.score or 0), who.rank or 10_000, who.number)


def visible_offers(person: Person | None) -> QuerySet[ReplacementOffer]:
    """Of the candidates whom this person may read."""
    seen = Application.objects.visible_to(person)
    found = ReplacementOffer.objects.filter(application__in=seen.values("pk"))
    return found.select_related("application__cycle", "application__mission", "vacancy__organisation", "made_by")


def open_offer(application: Application) -> ReplacementOffer | None:
    """What this alternate is asked now."""
    found = application.offers.filter(state="open").select_related("vacancy__organisation")
    return found.first()


# What came of it


@dataclass(frozen=True)
class Funnel:
    """How many vacancies stand where, and how many days it took until somebody came."""

    steps: list[tuple[str, str, int]]
    reported: int
    filled: int
    days: float | None
    saved: int


def funnel(person: Person | None) -> Funnel:
    seen = Vacancy.objects.visible_to(person)
    counts = dict(seen.order_by().values_list("step").annotate(Count("pk")))
    pairs = seen.filter(filled_on__isnull=False).values_list("reported_on", "filled_on")
    days = [(filled - reported).days for reported, filled in pairs if filled is not None]
    rules, groups = rules_now(), groups_of_countries()
    saved = [one for one in seen.select_related("participant") if window(one, rules, groups).is_saved]
    steps = [(one.code, str(one.label), counts[one.code]) for one in VACANCY_FLOW.steps if one.code in counts]
    return Funnel(steps, sum(counts.values()), len(days), median(days) if days else None, len(saved))
