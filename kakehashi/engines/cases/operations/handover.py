"""Handing over all open work of a person: drafted, settled, done once on its day."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.engines.cases.models import Handover
from kakehashi.engines.cases.operations.handing import hand_all_over, take_in
from kakehashi.engines.cases.queries import handover as queries
from kakehashi.engines.cases.rules import may_begin_handover, may_hand_over
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.access.rules import may_manage_roles
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

LINE_FIELDS = ("successor", "next_step", "promises", "contacts")


class HandoverRefusedError(Exception):
    """It cannot be done so; the message is the sentence to show."""


def begin_handover(leaver: Person, office: Organisation, *, planned_for: dt.date, by: Person) -> Handover:
    """A draft with every open case of the leaver there, what is known of each written down, a successor suggested."""
    with act("cases.begin_handover", None, by=by, permit=may_begin_handover(by, office, leaver)) as record:
        Organisation.objects.select_for_update(no_key=True).get(pk=office.pk)  # of two who press at once, one is told
        if Handover.objects.filter(office=office, leaver=leaver, done_at=None).exists():
            raise HandoverRefusedError(_("この方の引継ぎは、すでに準備中です。一覧から開いてください。"))
        handover = Handover(office=office, leaver=leaver, planned_for=planned_for, made_by=by)
        handover.ends_role = may_manage_roles(by, office)
        suggested = queries.candidates(handover)
        handover.successor = suggested[0].person if suggested else None
        handover.save()
        take_in(handover, came_late=False)
        record.thing = handover
    return handover


def change_handover(
    handover: Handover,
    values: Mapping[str, Any],
    lines: Mapping[int, Mapping[str, Any]],
    *,
    base_revision: int,
    by: Person,
) -> Handover:
    """Save the draft: `values` any of planned_for, successor, words, ends_role; `lines` by id, any of `LINE_FIELDS`.

    Raises ``StaleError`` when somebody saved in between, ``HandoverRefusedError`` when it is done.
    """
    with act("cases.change_handover", handover, by=by, permit=may_hand_over):
        _hold(handover)
        if handover.revision != base_revision:
            raise StaleError(handover)
        for name in ("planned_for", "successor", "words"):
            if name in values:
                setattr(handover, name, values[name])
        if "ends_role" in values and may_manage_roles(by, handover.office):
            handover.ends_role = values["ends_role"]
        handover.revision += 1
        handover.save()
        for line in handover.lines.all():
            for name, value in lines.get(line.pk, {}).items():
                if name in LINE_FIELDS:
                    setattr(line, name, value)
            line.save()
        take_in(handover, came_late=False)
    return handover


def settle_handover(handover: Handover, *, base_revision: int, by: Person) -> Handover:
    """引き継ぐ: at once where the day has come, else by itself on that day.

    Raises ``StaleError`` when it is not what was read, ``HandoverRefusedError`` when somebody lacks a
    successor or it is done already.
    """
    with act("cases.settle_handover", handover, by=by, permit=may_hand_over):
        _hold(handover)
        if handover.revision != base_revision:
            raise StaleError(handover)
        if handover.confirmed_at is not None:
            raise HandoverRefusedError(_("この引継ぎは、すでに決まっています。"))
        if sentence := _lacking(handover):
            raise HandoverRefusedError(sentence)
        handover.confirmed_at, handover.confirmed_by = clock.now(), by
        handover.revision += 1
        handover.save()
        if handover.planned_for <= clock.today():
            hand_all_over(handover, by=by)
    return handover


def _lacking(handover: Handover) -> str | None:
    people = set(queries.holders_on(queries.side_of(handover.office), handover.office_id, _day(handover)))
    people.discard(handover.leaver)
    chosen = [line.successor or handover.successor for line in handover.lines.all()] or [handover.successor]
    if None in chosen:
        return _("後任の決まっていない案件があります。全体の後任か、案件ごとの後任を選んで保存してください。")
    absent = sorted({str(person) for person in chosen if person not in people})
    if absent:
        return _(
            "%(people)s は、引継ぎの日にここで働く役割をもっていません。"
            "役割を先に登録するか、別の後任を選んでください。"
        ) % {"people": "、".join(absent)}
    return None


def _day(handover: Handover) -> dt.date:
    return max(handover.planned_for, clock.today())


def take_back_handover(handover: Handover, *, by: Person) -> Handover:
    """What was settled for a later day is a draft again."""
    with act("cases.take_back_handover", handover, by=by, permit=may_hand_over):
        _hold(handover)
        handover.confirmed_at = handover.confirmed_by = None
        handover.revision += 1
        handover.save()
    return handover


def discard_handover(handover: Handover, *, by: Person) -> None:
    """Throw the draft away; the cases stay where they are."""
    with act("cases.discard_handover", handover, by=by, permit=may_hand_over):
        _hold(handover)
        if handover.confirmed_at is not None:
            raise HandoverRefusedError(_("予定された引継ぎです。先に予定を取り消してください。"))
        handover.delete()


def carry_out_handover(handover: Handover, *, by: Robot) -> bool:
    """Do what was settled, on its day; whether there was anything to do."""
    with act("cases.carry_out_handover", handover, by=by, permit=may_hand_over):
        handover.refresh_from_db(from_queryset=Handover.objects.select_for_update(no_key=True))
        if handover.done_at or not handover.confirmed_at or handover.planned_for > clock.today():
            return False
        hand_all_over(handover, by=by)
    return True


def carry_out_due(*, by: Robot) -> int:
    """Every hand-over whose day has come, each in a transaction of its own; answers how many were done."""
    return sum(carry_out_handover(Handover.objects.get(pk=pk), by=by) for pk in queries.due_handovers())


def _hold(handover: Handover) -> None:
    """Hold the row and take it over as it is now; what is done stays as it is."""
    handover.refresh_from_db(from_queryset=Handover.objects.select_for_update(no_key=True))
    if handover.done_at is not None:
        raise HandoverRefusedError(_("この引継ぎは、もう終わっています。直すときは、もう一度引継ぎを行ってください。"))
