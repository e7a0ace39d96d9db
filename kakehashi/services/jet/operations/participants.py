"""Participants: those who arrived, moves to another organisation, early leaving, the end of the terms."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.flow.moves import MoveRefusedError, make_move
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.organisations.queries import branch_in_charge
from kakehashi.kernel import clock
from kakehashi.services.jet.choices import Agreement
from kakehashi.services.jet.flow import PARTICIPANT_FLOW
from kakehashi.services.jet.flow.vacancies import OPEN
from kakehashi.services.jet.models import Application, LeavingCause, Participant, RequestLine, Transfer, Vacancy
from kakehashi.services.jet.notices import vacancies as notices
from kakehashi.services.jet.queries.participants import group_days, served
from kakehashi.services.jet.rules import participants as rules
from kakehashi.services.jet.rules.requests import runs_programme
from kakehashi.services.jet.terms.arrival import GroupDayNotSetError, arrive
from kakehashi.services.jet.terms.causes import Cause

KEEPER = Robot("jet-terms")


def add_participant(values: Mapping[str, Any], *, joins: bool = True, by: Actor) -> Participant:
    """Somebody who has arrived. The last day follows from the arrival. Raises ``MoveRefusedError``.

    `joins`: an April arrival takes over the dates of group B of that year.
    """
    with act("jet.add_participant", None, by=by, permit=runs_programme(by)) as record:
        made = Participant(step="active", **values)
        made.host = branch_in_charge(made.organisation)
        _set_terms(made, joins=joins)
        made.save()
        record.thing = made
    return made


def correct_participant(participant: Participant, values: Mapping[str, Any], *, joins: bool, by: Actor) -> None:
    """What was entered wrongly; the last day follows anew. Raises ``MoveRefusedError``."""
    with act("jet.correct_participant", participant, by=by, permit=runs_programme):
        participant.refresh_from_db(from_queryset=Participant.objects.select_for_update(no_key=True))
        if values["organisation"] != participant.organisation:
            raise MoveRefusedError(
                _("%(name)s: 任用団体は、参加者のページの「ほかの団体に移る手続き」で変えます。")
                % {"name": participant}
            )
        is_of_terms = (participant.arrived_on, participant.count) != (values["arrived_on"], values["count"])
        if participant.step != "active" and is_of_terms:
            raise MoveRefusedError(
                _("%(name)s: 任用が終わる人の来日した日と回数は変えられません。") % {"name": participant}
            )
        for name, value in values.items():
            setattr(participant, name, value)
        _set_terms(participant, joins=joins)
        participant.revision += 1
        participant.save()


def take_in_participants(
    brought: Iterable[tuple[Participant | None, Mapping[str, Any], bool]], *, by: Actor
) -> tuple[int, int]:
    """Who stands now, values, whether an April arrival joins: how many were added and corrected; all or none. Raises
    ``MoveRefusedError``.
    """
    added = corrected = 0
    with act("jet.take_in_participants", None, by=by, permit=runs_programme(by)) as record:
        for before, values, joins in brought:
            if before is None:
                add_participant(values, joins=joins, by=by)
                added += 1
            else:
                correct_participant(before, values, joins=joins, by=by)
                corrected += 1
        record.extra = {"added": added, "changed": corrected}
    return added, corrected


def _set_terms(participant: Participant, *, joins: bool) -> None:
    """What follows from the arrival."""
    try:
        arrival = arrive(participant.arrived_on, group_days(), joins=joins)
    except GroupDayNotSetError as unset:
        raise MoveRefusedError(
            _(
                "4月に来日した人は、その年のBグループの日程に合わせます。%(year)s年のBグループの来日の日を先に入れてください。"
            )
            % {"year": unset.args[0]}
        ) from None
    participant.group_day = arrival.group_day
    participant.ends_on = participant.term.last_day


def add_arrived(
    application: Application, organisation: Organisation, line: RequestLine | None, *, on: dt.date, by: Actor
) -> Participant:
    """The participant that a candidate becomes by arriving."""
    facts = {name: getattr(application, name) for name in ("name", "country", "position", "person")}
    values = {**facts, "application": application, "organisation": organisation, "line": line, "arrived_on": on}
    return add_participant(values, by=by)


def report_leaving(participant: Participant, values: Mapping[str, Any], *, by: Person) -> Vacancy:
    """`values`: last_day, notice_on, manner, leaving_note. The vacancy has the conditions of the request. Raises
    ``MoveRefusedError``.
    """
    with make_move(PARTICIPANT_FLOW, participant, "leave", by=by) as record:
        if not participant.arrived_on < values["last_day"] < participant.ends_on:
            days = {"first": participant.arrived_on, "last": participant.ends_on}
            raise MoveRefusedError(_("退職の日は、来日(%(first)s)と任用の最後の日(%(last)s)の間です。") % days)
        for name, value in values.items():
            setattr(participant, name, value)
        line = participant.line
        vacancy = Vacancy.objects.create(
            participant=participant,
            organisation=participant.organisation,
            host=participant.host,
            position=participant.position,
            countries=line.countries if line else [],
            level=line.level if line else "",
            licence=line.licence if line else False,
            last_day=values["last_day"],
            step="reported",
        )
        record.extra = {"last_day": str(values["last_day"]), "manner": values["manner"]}
        notices.to_council(vacancy, "jet.leaving", by)
    return vacancy


def stay(participant: Participant, *, by: Person) -> None:
    """The leaving is called off, as long as nobody has been asked to come instead. Raises ``MoveRefusedError``."""
    with make_move(PARTICIPANT_FLOW, participant, "stay", by=by):
        vacancy = Vacancy.objects.filter(participant=participant).first()
        if vacancy is not None:
            if vacancy.step not in (*OPEN, "not_filled"):
                raise MoveRefusedError(_("後任に打診しているので、取りやめられません。先に打診を取りやめてください。"))
            vacancy.offers.all().delete()
            vacancy.delete()
        participant.last_day = participant.notice_on = None
        participant.manner = participant.leaving_note = ""
        participant.causes.all().delete()


def tell_causes(participant: Participant, primary: str, contributing: Sequence[str], *, by: Person) -> None:
    """Why somebody leaves, as the side of this person tells it; what the side said before is replaced."""
    with act("jet.tell_causes", participant, by=by, permit=rules.says) as record:
        side = rules.side_of(by, participant)
        if participant.step not in ("leaving", "left"):
            raise MoveRefusedError(_("途中退職の連絡のあった人だけに書けます。"))
        said = [(primary, True), *((one, False) for one in contributing if one != primary)]
        LeavingCause.objects.filter(participant=participant, said_by=str(side)).delete()
        LeavingCause.objects.bulk_create(
            LeavingCause(participant=participant, said_by=str(side), cause=Cause(one), is_primary=first)
            for one, first in said
        )
        record.extra = {"side": str(side)}


def transfer(participant: Participant, values: Mapping[str, Any], *, agreed: Sequence[str], by: Person) -> Transfer:
    """`values`: on, organisation, reason, note. Everybody concerned has agreed. Number and years go on. Raises
    ``MoveRefusedError``.
    """
    with act("jet.transfer", participant, by=by, permit=runs_programme) as record:
        participant.refresh_from_db(from_queryset=Participant.objects.select_for_update(no_key=True))
        host = branch_in_charge(values["organisation"])
        _check_transfer(participant, values, agreed, host)
        made = Transfer.objects.create(participant=participant, origin=participant.organisation, **values)
        participant.organisation, participant.host = values["organisation"], host
        participant.revision += 1
        participant.save()
        try:
            served(participant)
        except ValueError:
            raise MoveRefusedError(
                _("移る日は、来日から任用の最後の日までの間で、前の変更よりあとの日です。")
            ) from None
        record.extra = {"from": made.origin.code, "to": made.organisation.code, "on": str(made.on)}
    return made


def _check_transfer(
    participant: Participant, values: Mapping[str, Any], agreed: Sequence[str], host: Organisation | None
) -> None:
    if participant.step != "active":
        raise MoveRefusedError(_("任用中の人だけが、ほかの団体に移れます。"))
    if values["organisation"] == participant.organisation:
        raise MoveRefusedError(_("もう、その団体にいます。"))
    needed = {Agreement.PARTICIPANT, Agreement.ORIGIN, Agreement.ORGANISATION}
    needed |= {Agreement.ORIGIN_HOST} if participant.host_id else set()
    needed |= {Agreement.HOST} if host is not None else set()
    missing = [str(Agreement(one).label) for one in Agreement.values if one in needed - set(agreed)]
    if missing:
        raise MoveRefusedError(_("同意がそろっていません: %(who)s") % {"who": "、".join(missing)})


def set_return(participant: Participant, values: Mapping[str, Any], *, by: Person) -> None:
    """What decides on the travel home: has_new_contract, leaves_japan_on, stays."""
    with act("jet.set_return", participant, by=by, permit=rules.says):
        participant.refresh_from_db(from_queryset=Participant.objects.select_for_update(no_key=True))
        for name, value in values.items():
            setattr(participant, name, value)
        participant.revision += 1
        participant.save()


def end_terms(*, by: Robot) -> int:
    """Take along whose last day is past. Answers how many."""
    today = clock.today()
    leaving = Participant.objects.filter(step="leaving", last_day__lt=today).order_by("pk")
    ended = Participant.objects.filter(step="active", ends_on__lt=today).order_by("pk")
    todo = [*((one, "end") for one in leaving), *((one, "complete") for one in ended)]
    for one, code in todo:
        with make_move(PARTICIPANT_FLOW, one, code, by=by):
            pass
    return len(todo)
