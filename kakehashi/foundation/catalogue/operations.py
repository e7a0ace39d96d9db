"""What headquarters does with the catalogue."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db.models import F, Max

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.catalogue import queries, rules
from kakehashi.foundation.catalogue.choices import PlanState, ServiceState
from kakehashi.foundation.catalogue.engine_words import engine_words
from kakehashi.foundation.catalogue.models import Field, Plan, Programme, Service
from kakehashi.foundation.catalogue.signals import services_changed
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel.clock import FiscalYear


class CannotOpenError(Exception):
    """The service cannot be opened; the message says why, for the reader."""


@dataclass(frozen=True)
class Contents:
    """Everything of a service that is edited on its form."""

    name_ja: str
    name_en: str
    description_ja: str
    description_en: str
    who_asks: Sequence[str]
    responsible: Organisation | None = None
    responsible_note_ja: str = ""
    responsible_note_en: str = ""


def edit_service(
    service: Service,
    *,
    by: Actor,
    revision: int,
    contents: Contents,
    state: ServiceState,
    reason_ja: str = "",
    reason_en: str = "",
) -> Service:
    """Save the form opened at `revision`.

    Raises ``StaleError`` when a later revision stands, ``CannotOpenError`` when no engine carries the service.
    """
    with act("catalogue.edit_service", service, by=by, permit=rules.may_edit):
        if state == ServiceState.OPEN and (why := rules.why_not_open(service.number)):
            raise CannotOpenError(why)
        taken = Service.objects.filter(pk=service.pk, revision=revision).update(revision=F("revision") + 1)
        if not taken:
            raise StaleError(Service.objects.get(pk=service.pk))
        service.revision = revision + 1
        _set_contents(service, contents)
        if state != service.state:
            service.state, service.state_decided = state, True
        is_preparing = state == ServiceState.PREPARING
        service.preparing_reason_ja = reason_ja if is_preparing else ""
        service.preparing_reason_en = reason_en if is_preparing else ""
        service.save()
        services_changed.send(Plan)
    return service


def add_service(plan: Plan, *, by: Actor, programme: Programme, engine: str, contents: Contents) -> Service:
    """A new service under a heading of the plan, in preparation, with the next number never used before."""
    with act("catalogue.add_service", plan, by=by, permit=rules.may_edit) as record:
        reason = engine_words()[engine].reason
        service = Service(
            plan=plan,
            number=queries.highest_number() + 1,
            programme=programme,
            engine=engine,
            state=ServiceState.PREPARING,
            preparing_reason_ja=reason.ja,
            preparing_reason_en=reason.en,
            revision=1,
        )
        _set_contents(service, contents)
        service.save()
        record.thing = service
        services_changed.send(Plan)
    return service


def _set_contents(service: Service, contents: Contents) -> None:
    values = {name: getattr(contents, name) for name in asdict(contents)}
    for name, value in values.items():
        setattr(service, name, list(value) if name == "who_asks" else value)


def end_service(service: Service, *, by: Actor) -> Service:
    """The service ends: it is shown as ended and not carried over into the next plan. Its number is never reused."""
    with act("catalogue.end_service", service, by=by, permit=rules.may_edit):
        service.state, service.state_decided = ServiceState.ENDED, True
        service.revision += 1
        service.save()
        services_changed.send(Plan)
    return service


def resume_service(service: Service, *, by: Actor) -> Service:
    """Undo an end: open where an engine carries the service, else in preparation."""
    with act("catalogue.resume_service", service, by=by, permit=rules.may_edit):
        is_carried = rules.why_not_open(service.number) is None
        reason = engine_words()[service.engine].reason
        service.state = ServiceState.OPEN if is_carried else ServiceState.PREPARING
        service.state_decided = False
        service.preparing_reason_ja, service.preparing_reason_en = ("", "") if is_carried else (reason.ja, reason.en)
        service.revision += 1
        service.save()
        services_changed.send(Plan)
    return service


def rename_plan(plan: Plan, *, by: Actor, title_ja: str, title_en: str) -> Plan:
    with act("catalogue.rename_plan", plan, by=by, permit=rules.may_edit):
        plan.title_ja, plan.title_en = title_ja, title_en
        plan.save()
    return plan


def rename_field(field: Field, *, by: Actor, title_ja: str, title_en: str, keywords_ja: str, keywords_en: str) -> Field:
    with act("catalogue.rename_field", field, by=by, permit=rules.may_edit):
        field.title_ja, field.title_en = title_ja, title_en
        field.keywords_ja, field.keywords_en = keywords_ja, keywords_en
        field.save()
        services_changed.send(Plan)
    return field


def rename_programme(programme: Programme, *, by: Actor, rank: str, heading_ja: str, heading_en: str) -> Programme:
    with act("catalogue.rename_programme", programme, by=by, permit=rules.may_edit):
        programme.rank, programme.heading_ja, programme.heading_en = rank, heading_ja, heading_en
        programme.save()
        services_changed.send(Plan)
    return programme


def add_programme(field: Field, *, by: Actor, rank: str, heading_ja: str, heading_en: str) -> Programme:
    """A new heading at the end of its field."""
    with act("catalogue.add_programme", field, by=by, permit=rules.may_edit) as record:
        last = field.programmes.aggregate(Max("order"))["order__max"] or 0
        record.thing = programme = Programme.objects.create(
            field=field, rank=rank, heading_ja=heading_ja, heading_en=heading_en, order=last + 1
        )
    return programme


def make_current(plan: Plan, *, by: Actor) -> Plan:
    """The draft becomes the plan of the year; the plan that was current is closed."""
    with act("catalogue.make_current", plan, by=by, permit=rules.may_make_current):
        for before in Plan.objects.select_for_update(no_key=True).filter(state=PlanState.CURRENT):
            with act("catalogue.close_plan", before, by=by, permit=rules.may_edit):
                before.state = PlanState.CLOSED
                before.save()
        plan.state = PlanState.CURRENT
        plan.save()
        services_changed.send(Plan)
    return plan


def copy_plan(source: Plan, *, by: Actor, fiscal_year: int) -> Plan:
    """A draft for another year: every field, heading and service that has not ended, with the same numbers."""
    with act("catalogue.copy_plan", None, by=by, permit=rules.is_editor(by)) as record:
        year = FiscalYear(fiscal_year)
        record.thing = plan = Plan.objects.create(
            code=f"fy{fiscal_year}",
            fiscal_year=fiscal_year,
            title_ja=f"{year.label_ja}事業計画",
            title_en=f"Business plan of {year.label_en}",
            copied_from=source,
        )
        _copy_services(source, plan, _copy_programmes(source, plan))
    return plan


def _copy_programmes(source: Plan, plan: Plan) -> dict[int, Programme]:
    """The fields and headings; the new headings by the id of the old ones."""
    programmes = {}
    for field in source.fields.prefetch_related("programmes"):
        copied = Field.objects.create(
            plan=plan,
            number=field.number,
            title_ja=field.title_ja,
            title_en=field.title_en,
            keywords_ja=field.keywords_ja,
            keywords_en=field.keywords_en,
        )
        for programme in field.programmes.all():
            programmes[programme.pk] = Programme.objects.create(
                field=copied,
                rank=programme.rank,
                heading_ja=programme.heading_ja,
                heading_en=programme.heading_en,
                order=programme.order,
            )
    return programmes


def _copy_services(source: Plan, plan: Plan, programmes: dict[int, Programme]) -> None:
    kept = [column.attname for column in Service._meta.concrete_fields if not column.primary_key]
    for service in source.services.exclude(state=ServiceState.ENDED).prefetch_related("also_under"):
        copied = Service(**{name: getattr(service, name) for name in kept})
        copied.plan, copied.programme = plan, programmes[service.programme_id]
        copied.revision = 1
        copied.save()
        copied.also_under.set([programmes[programme.pk] for programme in service.also_under.all()])
