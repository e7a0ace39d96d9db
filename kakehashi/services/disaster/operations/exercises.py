"""Drills: planned, changed, ended."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import DrillState, FacilityKind
from kakehashi.services.disaster.models import Bulletin, Exercise, Facility, ShelterInDrill
from kakehashi.services.disaster.operations.bulletin_moves import end_with_drill
from kakehashi.services.disaster.operations.publishing import want_pages
from kakehashi.services.disaster.rules.exercises import may_conduct, may_take_part


def plan_exercise(organisation: Organisation, values: Mapping[str, Any], *, by: Actor) -> Exercise:
    """`values`: name, scenario, starts_at, ends_at, target_minutes. Whoever plans it conducts it."""
    permit = may(by, Permission.WRITE_BULLETINS, organisation.pk)
    with act("disaster.plan_exercise", None, by=by, permit=permit) as record:
        conductor = by if isinstance(by, Person) else None
        record.thing = exercise = Exercise.objects.create(organisation=organisation, conductor=conductor, **values)
    return exercise


def change_exercise(exercise: Exercise, values: Mapping[str, Any], *, base_revision: int, by: Actor) -> Exercise:
    """Raises ``StaleError``; ``MoveRefusedError`` when what is up in it would outlive it."""
    with act("disaster.change_exercise", exercise, by=by, permit=may_conduct):
        exercise.refresh_from_db(from_queryset=Exercise.objects.select_for_update(no_key=True))
        if exercise.revision != base_revision:
            raise StaleError(exercise)
        if exercise.state == DrillState.REVIEWED:
            raise MoveRefusedError(_("ふり返りが済んだ訓練は、変えられません。"))
        up = Bulletin.objects.filter(exercise=exercise, step="published")
        if up.filter(valid_until__gt=values["ends_at"]).exists():
            raise MoveRefusedError(_("公開中の訓練の情報の期限より前には、終わりを早められません。"))
        for name, value in values.items():
            setattr(exercise, name, value)
        exercise.revision += 1
        exercise.save()
    return exercise


def end_exercise(exercise: Exercise, *, by: Actor) -> Exercise:
    """Now: everything that is up in it ends with it, at once. Raises ``MoveRefusedError`` when it is not running."""
    with act("disaster.end_exercise", exercise, by=by, permit=may_take_part):
        exercise.refresh_from_db(from_queryset=Exercise.objects.select_for_update(no_key=True))
        if not exercise.is_running:
            raise MoveRefusedError(_("この訓練は今、行われていません。"))
        exercise.ends_at = clock.now()
        exercise.revision += 1
        exercise.save()
        end_with_drill(exercise)
        want_pages(exercise, "drill")
    return exercise


def set_state_in_drill(exercise: Exercise, facility: Facility, state: str, *, by: Actor) -> ShelterInDrill:
    """Open, full, closed, as part of the drill alone. Raises ``MoveRefusedError``."""
    with act("disaster.set_shelter_in_drill", exercise, by=by, permit=may_take_part) as record:
        if not exercise.is_running:
            raise MoveRefusedError(_("この訓練は今、行われていません。"))
        if facility.organisation_id != exercise.organisation_id or facility.kind != FacilityKind.SHELTER:
            raise MoveRefusedError(_("訓練をする団体の避難所を選んでください。"))
        row, _is_new = ShelterInDrill.objects.update_or_create(
            exercise=exercise, facility=facility, defaults={"state": state, "state_since": clock.now()}
        )
        record.extra = {"facility": facility.pk, "state": state}
        want_pages(facility, "drill")
    return row
