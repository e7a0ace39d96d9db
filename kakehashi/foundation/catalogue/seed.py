"""The plan of FY2012 and the aims, from the files in `data/`. Safe to run again: see `load`."""

import csv
import json
from typing import Any

from django.db import transaction

from kakehashi.foundation.audit.gate import values
from kakehashi.foundation.catalogue import registry
from kakehashi.foundation.catalogue.choices import RESPONSIBLE_KINDS, PlanState, ServiceState
from kakehashi.foundation.catalogue.engine_words import DATA, engine_words
from kakehashi.foundation.catalogue.models import Aim, AimService, Field, Plan, Programme, Service
from kakehashi.foundation.organisations.models import Organisation

_WAY = ("aim_id", "order", "number", "why_ja", "why_en")
PLAN = {"fiscal_year": 2012, "title_ja": "平成24年度事業計画", "title_en": "Business plan of FY2012"}


@transaction.atomic
def load() -> Plan:
    """Load the plan and the aims; bring the state of services in line with what the engines carry.

    A closed plan stays as it was, and so does what was edited on screen (`revision`, `state_decided`). Organisations
    that the register does not know yet are left empty and filled in by a later run.
    """
    state = PlanState.DRAFT if Plan.objects.filter(state=PlanState.CURRENT).exists() else PlanState.CURRENT
    plan, _new = Plan.objects.get_or_create(code="fy2012", defaults={**PLAN, "state": state})
    if plan.state != PlanState.CLOSED:
        _load_services(plan, _load_programmes(plan))
    refresh_states()
    _load_aims()
    return plan


def refresh_states() -> None:
    """Open what an engine carries and close what none carries, unless a person decided or the year is over."""
    words, opened = engine_words(), registry.opened_numbers()
    living = Service.objects.exclude(state=ServiceState.ENDED).exclude(plan__state=PlanState.CLOSED)
    for service in living.filter(state_decided=False):
        state = ServiceState.OPEN if service.number in opened else ServiceState.PREPARING
        reason = words[service.engine].reason
        if service.state != state or (state == ServiceState.PREPARING and not service.preparing_reason_ja):
            service.state = state
            service.preparing_reason_ja, service.preparing_reason_en = (
                ("", "") if state == ServiceState.OPEN else (reason.ja, reason.en)
            )
            service.save(update_fields=["state", "preparing_reason_ja", "preparing_reason_en"])


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _load_programmes(plan: Plan) -> dict[str, Programme]:
    """The fields and headings; the headings by their key in the files."""
    for row in _rows("fields.csv"):
        Field.objects.get_or_create(
            plan=plan, number=row["number"], defaults={name: row[name] for name in row if name != "number"}
        )
    fields = {field.number: field for field in plan.fields.all()}
    programmes = {}
    for order, row in enumerate(_rows("programmes.csv"), start=1):
        programmes[row["key"]], _new = Programme.objects.get_or_create(
            field=fields[int(row["field"])],
            order=order,
            defaults={"rank": row["rank"], "heading_ja": row["heading_ja"], "heading_en": row["heading_en"]},
        )
    return programmes


def _load_services(plan: Plan, programmes: dict[str, Programme]) -> None:
    descriptions = {row["number"]: row for row in _rows("descriptions.csv")}
    organisations = {row.code: row for row in Organisation.objects.filter(kind__in=RESPONSIBLE_KINDS)}
    known = {service.number: service for service in plan.services.prefetch_related("also_under")}
    for row in _rows("services.csv"):
        number = int(row["number"])
        service = known.get(number)
        if service is None:
            service = Service(plan=plan, number=number)
        elif service.revision:
            continue
        before = values(service)
        _fill(service, row, descriptions[row["number"]])
        service.programme = programmes[row["programme"]]
        service.responsible = organisations.get(row["responsible"])
        if service.pk is None or values(service) != before:
            service.save()
        further = {programmes[key] for key in row["also_under"].split()}
        if set(service.also_under.all()) != further:
            service.also_under.set(further)


def _fill(service: Service, row: dict[str, str], description: dict[str, str]) -> None:
    for name in ("name_ja", "name_en", "engine", "responsible_note_ja", "responsible_note_en"):
        setattr(service, name, row[name])
    service.description_ja, service.description_en = description["ja"], description["en"]
    service.who_asks = row["who_asks"].split()
    if service.state == ServiceState.PREPARING and not service.state_decided:
        reason = engine_words()[service.engine].reason
        service.preparing_reason_ja, service.preparing_reason_en = reason.ja, reason.en


def _load_aims() -> None:
    """The aims as the file has them; nothing is written when they stand so already."""
    read: list[dict[str, Any]] = json.loads((DATA / "aims.json").read_text(encoding="utf-8"))
    known = {aim.code: aim for aim in Aim.objects.all()}
    wanted = []
    for order, entry in enumerate(read, start=1):
        aim = known.get(entry["code"]) or Aim(code=entry["code"])
        before = values(aim)
        for name in ("group", "title_ja", "title_en", "lead_ja", "lead_en"):
            setattr(aim, name, entry[name])
        aim.order = order
        if aim.pk is None or values(aim) != before:
            aim.save()
        wanted += [(aim.pk, place, *way) for place, way in enumerate(entry["ways"], start=1)]
    Aim.objects.exclude(code__in=[entry["code"] for entry in read]).delete()
    if list(AimService.objects.order_by("aim__order", "order").values_list(*_WAY)) != wanted:
        AimService.objects.all().delete()
        AimService.objects.bulk_create(AimService(**dict(zip(_WAY, way, strict=True))) for way in wanted)
