"""Giving and ending roles."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from kakehashi.foundation.access import rules
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.choices import ROLES
from kakehashi.foundation.access.gate import act
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.access.operations.meanwhile import lock
from kakehashi.foundation.access.operations.refusal import RefusedError
from kakehashi.foundation.access.standing import forget_standing
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock


def end_of_fiscal_year(day: dt.date) -> dt.date:
    return clock.FiscalYear(clock.fiscal_year(day)).last_day


def check_term(organisation: Organisation, role: str, starts_on: dt.date, ends_on: dt.date) -> None:
    """Raises ``RefusedError`` where the role cannot be held there, or the term runs backwards."""
    if organisation.kind not in ROLES[role].held_at:
        raise RefusedError(_("この役割は、この種類の団体では登録できません。"))
    if ends_on < starts_on:
        raise RefusedError(_("終了日は、開始日と同じ日かそれより後の日を入力してください。"))


def grant_role(
    *,
    person: Person,
    organisation: Organisation,
    role: str,
    starts_on: dt.date,
    by: Actor,
    ends_on: dt.date | None = None,
    note: str = "",
) -> RoleHeld:
    """Give the role from `starts_on` until `ends_on`, or 31 March of that fiscal year.

    Raises ``NotPermittedError`` or ``RefusedError``.
    """
    last_day = ends_on or end_of_fiscal_year(starts_on)
    with act("access.grant_role", None, by=by, permit=rules.may_grant(by, organisation, role), note=note) as record:
        check_term(organisation, role, starts_on, last_day)
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # of two who press at once, one is told
        overlapping = RoleHeld.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=starts_on),
            person=person,
            organisation=organisation,
            role=role,
            starts_on__lte=last_day,
        )
        if overlapping.exists():
            raise RefusedError(_("この方は、この期間にすでに同じ役割をもっています。"))
        held = RoleHeld.objects.create(
            person=person,
            organisation=organisation,
            role=role,
            starts_on=starts_on,
            ends_on=last_day,
            granted_by=by if isinstance(by, Person) else None,
            note=note,
        )
        record.thing = held
    forget_standing(person)
    return held


def end_role(held: RoleHeld, *, ends_on: dt.date, by: Actor, note: str = "", seen: str | None = None) -> None:
    """Let the role end with `ends_on`, its last day. Only brought forward: for longer, give the role anew.

    `seen` is ``seen_of(held, ["ends_on"])`` as the editor saw it. Raises ``ChangedMeanwhileError``.
    """
    with act("access.end_role", held, by=by, permit=rules.may_end_role, note=note):
        lock(held, ["ends_on"], seen)
        if ends_on < held.starts_on:
            raise RefusedError(_("終了日は、開始日と同じ日かそれより後の日を入力してください。"))
        if held.ends_on is not None and ends_on > held.ends_on:
            raise RefusedError(_("役割の期間は延ばせません。続けるときは、新しい期間の役割を登録してください。"))
        held.ends_on = ends_on
        held.save(update_fields=["ends_on"])
    forget_standing(held.person)
