"""What is read of the catalogue. Drafts are seen by its editors only."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from kakehashi.foundation.catalogue import registry
from kakehashi.foundation.catalogue.choices import (
    RESPONSIBLE_KINDS,
    AimGroup,
    PlanState,
    Rank,
    ServiceState,
)
from kakehashi.foundation.catalogue.models import Aim, AimService, Field, Plan, Programme, Service
from kakehashi.foundation.catalogue.registry import NO_FIGURES, Figures
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

RELATED = 6  # services shown as related at most


@dataclass(frozen=True)
class Line:
    """A service as one line of a list, with its figures; `again` when it stands under a further heading here."""

    service: Service
    figures: Figures
    again: bool = False

    @property
    def label(self) -> str:
        return _("サービス%(number)s") % {"number": self.service.number}

    @property
    def note(self) -> str:
        """Where the service stands by itself, on the line of a further heading."""
        if not self.again:
            return ""
        own = self.service.programme
        return _("分野%(field)sの%(rank)s") % {"field": own.field.number, "rank": own.get_rank_display()}

    @property
    def amount(self) -> str:
        """The figures in words; empty where there are none."""
        if not self.figures.total:
            return ""
        return _("これまで%(total)s件、進行中%(open)s件") % {"total": self.figures.total, "open": self.figures.open}


@dataclass(frozen=True)
class Heading:
    """A programme with the services under it."""

    programme: Programme
    lines: list[Line]


@dataclass(frozen=True)
class FieldPage:
    """A field with its programmes, and how many services of its own are in which state."""

    field: Field
    headings: list[Heading]
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def summary(self) -> str:
        """How many services are open and how many in preparation, in words."""
        return _("受付中%(open)s・準備中%(preparing)s") % self.counts


@dataclass(frozen=True)
class Way:
    """A service that serves an aim, and when to take it."""

    service: Service
    why: str


def plans(person: Person | None) -> QuerySet[Plan]:
    return Plan.objects.visible_to(person)


def plans_with_counts(person: Person | None) -> QuerySet[Plan]:
    """Every visible plan with the number of its services (`service_count`), ended ones not counted."""
    return plans(person).annotate(service_count=Count("services", filter=~Q(services__state=ServiceState.ENDED)))


def current_plan() -> Plan | None:
    return Plan.objects.filter(state=PlanState.CURRENT).first()


def services(person: Person | None) -> QuerySet[Service]:
    """Visible services with everything their page shows."""
    return Service.objects.visible_to(person).select_related("plan", "programme__field", "responsible")


def programmes(plan: Plan) -> QuerySet[Programme]:
    return Programme.objects.filter(field__plan=plan).select_related("field")


def field_pages(plan: Plan) -> list[FieldPage]:
    """The fields of the plan with headings, services and figures; a constant number of queries."""
    figures = registry.figures(plan)
    listed = Service.objects.filter(plan=plan).select_related("plan", "programme__field").order_by("number")
    shelves = Programme.objects.prefetch_related(
        Prefetch("services", listed), Prefetch("also_services", listed)
    ).order_by("order", "id")
    fields = plan.fields.select_related("plan").prefetch_related(Prefetch("programmes", shelves))
    return [_field_page(field, figures) for field in fields]


def _field_page(field: Field, figures: dict[int, Figures]) -> FieldPage:
    headings = []
    counts = dict.fromkeys(ServiceState.values, 0)
    for programme in sorted(field.programmes.all(), key=lambda row: (row.rank != Rank.PRIORITY, row.order)):
        own = [Line(service, figures.get(service.number, NO_FIGURES)) for service in programme.services.all()]
        further = [
            Line(service, figures.get(service.number, NO_FIGURES), again=True)
            for service in programme.also_services.all()
        ]
        headings.append(Heading(programme, own + further))
        for line in own:
            counts[line.service.state] += 1
    return FieldPage(field, headings, counts)


def state_counts(plan: Plan) -> dict[str, int]:
    """How many services of the plan are in which state."""
    counted = dict(plan.services.values_list("state").annotate(Count("id")))
    return {state: counted.get(state, 0) for state in ServiceState.values}


def aims() -> list[tuple[AimGroup, list[Aim]]]:
    """Every aim on its shelf, shelves in their order."""
    shelves: dict[str, list[Aim]] = {group: [] for group in AimGroup.values}
    for aim in Aim.objects.all():
        shelves[aim.group].append(aim)
    return [(AimGroup(group), found) for group, found in shelves.items() if found]


def all_aims() -> QuerySet[Aim]:
    return Aim.objects.all()


def ways(aim: Aim) -> list[Way]:
    """The services of the current plan that serve the aim; ended ones are left out."""
    known = {
        service.number: service
        for service in Service.objects.of_current_plan()
        .exclude(state=ServiceState.ENDED)
        .select_related("plan", "programme__field")
    }
    return [Way(known[way.number], way.why) for way in aim.ways.all() if way.number in known]


def aims_of(service: Service) -> QuerySet[Aim]:
    return Aim.objects.filter(ways__number=service.number)


def related(service: Service) -> list[Service]:
    """Services of the same plan that share most aims with this one, open ones first among equals."""
    shared = dict(
        AimService.objects.filter(aim__ways__number=service.number)
        .exclude(number=service.number)
        .values_list("number")
        .annotate(Count("aim"))
    )
    found = (
        Service.objects.filter(plan=service.plan, number__in=shared)
        .exclude(state=ServiceState.ENDED)
        .select_related("plan", "programme__field")
    )
    return sorted(found, key=lambda row: (-shared[row.number], row.state != ServiceState.OPEN, row.number))[:RELATED]


def same_service_now(service: Service) -> Service | None:
    """The service with the same number in the plan of this year."""
    return Service.objects.of_current_plan().select_related("plan").filter(number=service.number).first()


def may_answer() -> QuerySet[Organisation]:
    """The bodies that can be named as responsible."""
    return Organisation.objects.filter(kind__in=RESPONSIBLE_KINDS).order_by("kind", "code")


def highest_number() -> int:
    """The highest service number ever used, in any plan."""
    return Service.objects.aggregate(Max("number"))["number__max"] or 0


def services_for_api(plan_code: str) -> list[dict[str, Any]] | None:
    """Every service of a public plan as plain values, by number; ``None`` when there is no such plan."""
    plan = plans(None).filter(code=plan_code).first()
    if plan is None:
        return None
    counted = registry.figures(plan)
    found = Service.objects.filter(plan=plan).select_related("plan", "programme__field").order_by("number")
    return [_for_api(service, counted.get(service.number, NO_FIGURES)) for service in found]


# As the plan itself writes them, whatever language the reader's browser asks for.
RANK_IN_THE_PLAN = {Rank.PRIORITY: "重点", Rank.GENERAL: "一般"}
STATE_IN_JAPANESE = {ServiceState.OPEN: "受付中", ServiceState.PREPARING: "準備中", ServiceState.ENDED: "終了"}


def _for_api(service: Service, figures: Figures) -> dict[str, Any]:
    return {
        "number": service.number,
        "field": service.field.number,
        "rank": RANK_IN_THE_PLAN[Rank(service.rank)],
        "name_ja": service.name_ja,
        "name_en": service.name_en,
        "engine": service.engine,
        "state": service.state,
        "state_ja": STATE_IN_JAPANESE[ServiceState(service.state)],
        "reason_ja": service.preparing_reason_ja if service.state == ServiceState.PREPARING else "",
        "entry_url": service.get_absolute_url(),
        "counts": {"open": figures.open, "done": figures.done, "total": figures.total},
    }


@dataclass(frozen=True)
class Searchable:
    """A service of the current plan as a search shows it, in both languages; readable by everyone."""

    service: Service
    title_ja: str
    title_en: str
    text_ja: str
    text_en: str
    url: str


def current_services() -> QuerySet[Service]:
    """The services of the current plan, for who speaks of them in another language than the index."""
    return Service.objects.of_current_plan()


def searchable() -> list[Searchable]:
    """What a search should find: services of the current plan with the aims they serve, not those that ended."""
    reasons: dict[int, list[AimService]] = {}
    for way in AimService.objects.select_related("aim"):
        reasons.setdefault(way.number, []).append(way)
    found = (
        Service.objects.of_current_plan()
        .exclude(state=ServiceState.ENDED)
        .select_related("plan", "programme__field")
        .order_by("number")
    )
    return [_searchable(service, reasons.get(service.number, [])) for service in found]


def _searchable(service: Service, reasons: list[AimService]) -> Searchable:
    programme, field = service.programme, service.field
    return Searchable(
        service=service,
        title_ja=service.name_ja,
        title_en=service.name_en,
        text_ja="\n".join(
            [service.description_ja, programme.heading_ja, field.title_ja]
            + [f"{way.aim.title_ja} {way.why_ja}" for way in reasons]
        ),
        text_en="\n".join(
            [service.description_en, programme.heading_en, field.title_en]
            + [f"{way.aim.title_en} {way.why_en}" for way in reasons]
        ),
        url=service.get_absolute_url(),
    )


def has_plan_of(fiscal_year: int) -> bool:
    return Plan.objects.filter(fiscal_year=fiscal_year).exists()


def next_year() -> int:
    """The fiscal year after the latest plan."""
    return int(Plan.objects.aggregate(latest=Max("fiscal_year"))["latest"] or clock.fiscal_year(clock.today())) + 1


def has_heading(field: Field, rank: str, heading_ja: str, but: Programme | None) -> bool:
    """Whether another programme of the field and rank has this heading."""
    found = Programme.objects.filter(field=field, rank=rank, heading_ja=heading_ja)
    return (found.exclude(pk=but.pk) if but else found).exists()
