"""Candidates: entered, changed, asked, brought in from a file, taken along their road."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.access.models import Invitation
from kakehashi.foundation.access.operations.invitations import invite
from kakehashi.foundation.access.operations.refusal import RefusedError
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.flow.moves import MoveRefusedError, make_move
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.services.jet.choices import Result
from kakehashi.services.jet.flow import CANDIDATE_FLOW
from kakehashi.services.jet.models import Application, Cycle, PlaceChoice
from kakehashi.services.jet.operations.participants import add_arrived
from kakehashi.services.jet.queries.candidates import entering_missions
from kakehashi.services.jet.rules import candidates as rules
from kakehashi.services.jet.rules.requests import runs_programme

ROLE = "jet_candidate"
INVITER = Robot("jet candidates")  # whoever selects may invite to this role and to no other


@dataclass(frozen=True)
class Wish:
    """One of a candidate's places; `place` is a prefecture or a municipality."""

    rank: int
    place: Organisation
    reason: str = ""


def add_application(cycle: Cycle, mission: Organisation, values: Mapping[str, Any], *, by: Person) -> Application:
    """Raises ``MoveRefusedError`` for a number there is."""
    with act(
        "jet.add_application", cycle, by=by, permit=entering_missions(by).filter(pk=mission.pk).exists()
    ) as record:
        Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
        if Application.objects.filter(cycle=cycle, number=values["number"]).exists():
            raise MoveRefusedError(_("この受験番号はもうあります。"))
        made = record.thing = Application.objects.create(cycle=cycle, mission=mission, step="draft", **values)
    return made


def change_application(
    application: Application, values: Mapping[str, Any], *, base_revision: int | None, by: Person
) -> None:
    """Raises ``StaleError``, ``MoveRefusedError``. Other needs than before are to be confirmed anew."""
    with act("jet.change_application", application, by=by, permit=rules.selects):
        _hold(application, base_revision)
        if not rules.may_write(by, application):
            raise MoveRefusedError(_refusal(application))
        if values.get("care_note", application.care_note) != application.care_note:
            application.care_confirmed = False
        for name, value in values.items():
            setattr(application, name, value)
        application.revision += 1
        application.save()


def confirm_care(application: Application, *, base_revision: int, by: Person) -> None:
    """Somebody has made sure that the places in question meet the needs."""
    with act("jet.confirm_care", application, by=by, permit=runs_programme):
        _hold(application, base_revision)
        application.care_confirmed = True
        application.revision += 1
        application.save()


def set_wishes(
    application: Application,
    wishes: Sequence[Wish],
    *,
    wish: str,
    partner: str,
    base_revision: int,
    by: Person,
) -> None:
    """Places, surroundings, and by number whom one comes with. Raises ``StaleError``, ``MoveRefusedError``."""
    with act("jet.set_wishes", application, by=by, permit=rules.selects_or_self) as record:
        _hold(application, base_revision)
        if not rules.may_wish(by, application):
            raise MoveRefusedError(_refusal(application))
        application.wish, application.partner = wish, _partner(application, partner)
        _write_wishes(application, wishes)
        application.revision += 1
        application.save()
        record.extra = {"places": {one.rank: one.place.code for one in wishes}}


def _write_wishes(application: Application, wishes: Sequence[Wish]) -> None:
    application.choices.all().delete()
    PlaceChoice.objects.bulk_create(
        PlaceChoice(application=application, rank=one.rank, place=one.place, reason=one.reason) for one in wishes
    )


def _partner(application: Application, number: str) -> Application | None:
    if not number:
        return None
    if number == application.number:
        raise MoveRefusedError(_("自分の受験番号は書けません。"))
    found = Application.objects.filter(cycle=application.cycle_id, number=number).first()
    if found is None:
        raise MoveRefusedError(_("この受験番号の応募はありません: %(number)s") % {"number": number})
    return found


def move_application(
    application: Application, code: str, *, by: Actor, note: str = "", base_revision: int | None
) -> None:
    """Raises ``MoveRefusedError``, ``StaleMoveError``."""
    with make_move(CANDIDATE_FLOW, application, code, by=by, note=note, base_revision=base_revision):
        pass


def invite_candidate(application: Application, *, by: Person) -> Invitation:
    """A sign-in by mail, until the end of the fiscal year. Raises ``MoveRefusedError``."""
    with act("jet.invite_candidate", application, by=by, permit=rules.selects):
        if not application.email:
            raise MoveRefusedError(_("メールアドレスがありません。"))
        if application.person_id is not None:
            raise MoveRefusedError(_("この人はもうサインインできます。"))
        try:
            return invite(
                email=application.email,
                name=application.name,
                organisation=application.mission,
                role=ROLE,
                starts_on=clock.today(),
                by=INVITER,
            )
        except RefusedError as refused:
            raise MoveRefusedError(str(refused)) from None


def know_candidate(invitation: Invitation, *, by: Person) -> None:
    """Whoever accepted an invitation sent to the address of an application is its candidate."""
    if invitation.role != ROLE:
        return
    mine = Application.objects.filter(
        mission=invitation.organisation, person=None, email__iexact=invitation.email
    ).order_by("-cycle__year")
    for found in mine:
        if Application.objects.filter(cycle=found.cycle_id, person=by).exists():
            continue
        with act("jet.know_candidate", found, by=by, permit=True):
            found.person = by
            found.save(update_fields=["person"])


@dataclass(frozen=True)
class BroughtCandidate:
    """A row of a file: `before` is ``None`` for somebody new; `wishes` are ``None`` where the file says nothing."""

    before: Application | None
    mission: Organisation
    values: Mapping[str, Any]
    wishes: Sequence[Wish] | None
    partner: str | None
    result: str = ""


def take_in_applications(cycle: Cycle, brought: Iterable[BroughtCandidate], *, by: Person) -> tuple[int, int]:
    """How many candidates were added and changed; all rows or none. New ones have handed in. Raises
    ``MoveRefusedError``.
    """
    added = changed = 0
    with act("jet.take_in_applications", cycle, by=by, permit=entering_missions(by).exists()) as record:
        rows = list(brought)
        kept: list[tuple[Application, BroughtCandidate]] = []
        for row in rows:
            found = row.before
            if found is None:
                found = add_application(cycle, row.mission, row.values, by=by)
                move_application(found, "submit", by=by, base_revision=None)
                added += 1
            else:
                change_application(found, row.values, base_revision=None, by=by)
                changed += 1
            if row.wishes is not None:
                _write_wishes(found, row.wishes)
            kept.append((found, row))
        for found, row in kept:
            if row.partner is not None:
                found.partner = _partner(found, row.partner)
                found.save(update_fields=["partner"])
            if row.result:
                _lead(found, row.result, by=by)
        record.extra = {"added": added, "changed": changed}
    return added, changed


_ROAD = {"draft": "submit", "incomplete": "submit", "submitted": "invite", "interview_invited": "interview"}
_ENDS = {Result.SHORT_LISTED: "short_list", Result.ALTERNATE: "make_alternate", Result.REJECTED: "reject"}


def _lead(application: Application, result: str, *, by: Person) -> None:
    """Along the road up to the result of the interview, where that is not reached yet."""
    if rules.RESULTS.get(application.step) == result:
        return
    while application.step in _ROAD:
        move_application(application, _ROAD[application.step], by=by, base_revision=None)
    if application.step != "interviewed" and not (application.step == "alternate" and result == Result.SHORT_LISTED):
        details = {"number": application.number, "step": CANDIDATE_FLOW.step(application.step).label}
        raise MoveRefusedError(_("%(number)s は「%(step)s」のため、結果を変えられません。") % details)
    move_application(application, _ENDS[Result(result)], by=by, base_revision=None)


def _hold(application: Application, base_revision: int | None) -> None:
    application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
    if base_revision is not None and application.revision != base_revision:
        raise StaleError(application)


def _refusal(application: Application) -> str:
    return _("「%(step)s」のため、今は直せません。") % {"step": CANDIDATE_FLOW.step(application.step).label}


def mark_arrived(cycle: Cycle, numbers: Sequence[str], *, on: dt.date, by: Person) -> int:
    """Those of them who are placed and not there yet arrived on that day: they are participants from now on. Answers
    how many. Raises ``MoveRefusedError``.
    """
    with act("jet.mark_arrived", cycle, by=by, permit=runs_programme) as record:
        if on > clock.today():
            raise MoveRefusedError(_("まだ来ていない日です。"))
        found = Application.objects.filter(cycle=cycle, number__in=numbers, step="placed", assignment__isnull=False)
        marked = list(found.select_related("assignment__line__sheet__organisation").order_by("pk"))
        for one in marked:
            move_application(one, "depart", by=by, base_revision=None)
            line = one.assignment.line
            add_arrived(one, line.sheet.organisation, line, on=on, by=by)
        record.extra = {"people": [one.number for one in marked], "on": str(on)}
    return len(marked)
