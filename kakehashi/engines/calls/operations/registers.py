"""The registers of people who can be sent: entered, changed, days away noted; by the section, or each their own."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kakehashi.engines.calls.models import Absence, Expert
from kakehashi.engines.calls.rules.routes import is_own_entry, may_keep_entry
from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.kernel import clock

KEPT_AWAY = dt.timedelta(days=365)


class NoConsentError(Exception):
    """Nobody stands on the list who did not agree to it."""


def add_expert(values: Mapping[str, Any], *, by: Actor) -> Expert:
    """Raises ``NoConsentError``."""
    with act("calls.add_expert", None, by=by, permit=may(by, Permission.HANDLE_CALLS)) as record:
        expert = Expert(**values)
        _save(expert)
        record.thing = expert
    return expert


def change_expert(expert: Expert, values: Mapping[str, Any], *, base_revision: int, by: Actor) -> Expert:
    """Raises ``StaleError`` or ``NoConsentError``."""
    with act("calls.change_expert", expert, by=by, permit=may(by, Permission.HANDLE_CALLS)):
        _change(expert, values, base_revision)
    return expert


def change_own_entry(
    expert: Expert, values: Mapping[str, Any], *, consents: bool, base_revision: int, by: Actor
) -> Expert:
    """What somebody says of themselves. Without consent they stand on the list no more. Raises ``StaleError``."""
    with act("calls.change_own_entry", expert, by=by, permit=is_own_entry):
        given = dict(values) | {"consented_on": (expert.consented_on or clock.today()) if consents else None}
        _change(expert, given if consents else given | {"is_listed": False}, base_revision)
    return expert


def _change(expert: Expert, values: Mapping[str, Any], base_revision: int) -> None:
    expert.refresh_from_db(from_queryset=Expert.objects.select_for_update(no_key=True))
    if expert.revision != base_revision:
        raise StaleError(expert)
    for name, value in values.items():
        setattr(expert, name, value)
    expert.revision += 1
    _save(expert)


def _save(expert: Expert) -> None:
    if expert.is_listed and expert.consented_on is None:
        raise NoConsentError
    expert.save()


def add_absence(expert: Expert, *, first_day: dt.date, last_day: dt.date, by: Actor) -> Absence:
    """Note days away; those that ended more than a year ago are dropped on the way."""
    with act("calls.add_absence", None, by=by, permit=may_keep_entry(by, expert)) as record:
        expert.absences.filter(last_day__lt=clock.today() - KEPT_AWAY).delete()
        record.thing = Absence.objects.create(expert=expert, first_day=first_day, last_day=last_day)
    return record.thing


def drop_absence(absence: Absence, *, by: Actor) -> None:
    with act("calls.drop_absence", absence, by=by, permit=may_keep_entry(by, absence.expert)):
        absence.delete()
