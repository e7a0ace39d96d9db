"""Reads of the records. Who may see that something was done (SEE_AUDIT) need not see what a case says."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.organisations.models import Person

# Registers without a rule of visibility of their own, whose contents whoever sees the records may read.
REGISTERS = frozenset({"access", "accounts", "audit", "catalogue", "organisations", "translation"})


@dataclass(frozen=True)
class Change:
    """One column of an audited row, before and after."""

    label: str
    before: Any
    after: Any


def visible_to(person: Person | None) -> QuerySet[AuditRow]:
    """The records for those who watch over them, newest first; none for anybody else."""
    rows = AuditRow.objects.order_by("-number").select_related("actor")
    return rows if standing(person).may(Permission.SEE_AUDIT) else rows.none()


def may_see_values(row: AuditRow, person: Person) -> bool:
    """Whether the person may read what changed: as the thing itself, which decides by its own rule."""
    model = _model_of(row)
    if model is None:
        return not row.thing_kind
    seen_by = getattr(model._default_manager, "visible_to", None)
    if seen_by is None:
        return model._meta.app_label in REGISTERS
    return bool(seen_by(person).filter(pk=row.thing_id).exists())


def changes(row: AuditRow) -> list[Change]:
    """Before and after by column, in the words of the model."""
    names = [*row.after, *(name for name in row.before if name not in row.after)]
    model = _model_of(row)
    return [Change(_label(model, name), row.before.get(name), row.after.get(name)) for name in names]


def _model_of(row: AuditRow) -> type[models.Model] | None:
    try:
        return apps.get_model(row.thing_kind)
    except (LookupError, ValueError):
        return None


def _label(model: type[models.Model] | None, name: str) -> str:
    if model is None:
        return name
    for column in model._meta.concrete_fields:
        if column.attname == name:
            return str(column.verbose_name)
    return name
