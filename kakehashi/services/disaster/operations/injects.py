"""The script of a drill: written before, delivered by the clock, answered by a bulletin, looked back upon."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import DrillState
from kakehashi.services.disaster.jma.hardened import ReadError
from kakehashi.services.disaster.models import Bulletin, Exercise, Inject
from kakehashi.services.disaster.notices import drills as notices
from kakehashi.services.disaster.operations.bulletins import start_bulletin
from kakehashi.services.disaster.operations.jma_bulletins import start_from_message
from kakehashi.services.disaster.operations.jma_taking import DrillRefusedError, take_in
from kakehashi.services.disaster.rules.exercises import OVER, may_conduct, may_take_part

CONDUCTOR = Robot("drills")
MOST = 100  # injects of one drill


def add_inject(exercise: Exercise, values: Mapping[str, Any], *, by: Actor) -> Inject:
    """`values`: minute, title, words, xml, file_name. Raises ``MoveRefusedError`` once the drill is over."""
    with act("disaster.add_inject", exercise, by=by, permit=may_conduct) as record:
        exercise.refresh_from_db(from_queryset=Exercise.objects.select_for_update(no_key=True))
        if exercise.state in OVER:
            raise MoveRefusedError(_("終わった訓練には、状況を加えられません。"))
        if exercise.script.count() >= MOST:
            raise MoveRefusedError(_("状況は100件までです。"))
        inject = Inject.objects.create(exercise=exercise, **values)
        record.extra = {"inject": inject.pk, "minute": inject.minute}
    return inject


def remove_inject(inject: Inject, *, by: Actor) -> None:
    """Raises ``MoveRefusedError`` when it has arrived."""
    exercise = inject.exercise
    with act("disaster.remove_inject", exercise, by=by, permit=may_conduct) as record:
        inject.refresh_from_db(from_queryset=Inject.objects.select_for_update(no_key=True))
        if inject.arrived_at is not None:
            raise MoveRefusedError(_("もう届いた状況は、外せません。"))
        record.extra = {"inject": inject.pk, "title": inject.title}
        inject.delete()


def deliver_due(*, by: Actor = CONDUCTOR) -> int:
    """What the clock of each running drill has reached. Returns how many."""
    now = clock.now()
    waiting = Inject.objects.filter(arrived_at=None, exercise__starts_at__lte=now, exercise__ends_at__gt=now)
    due = [one for one in waiting.select_related("exercise__organisation") if one.due_at <= now]
    return sum(_deliver(inject, by) for inject in due)


def _deliver(inject: Inject, by: Actor) -> bool:
    """Whether it had not arrived yet."""
    with act("disaster.deliver_inject", inject, by=by, permit=True):
        inject.refresh_from_db(from_queryset=Inject.objects.select_for_update(no_key=True))
        if inject.arrived_at is not None:
            return False
        if inject.xml:
            _take_message(inject, by)
        inject.arrived_at = clock.now()
        inject.save(update_fields=["arrived_at", "message", "trouble"])
        notices.to_players(inject)
    return True


def _take_message(inject: Inject, by: Actor) -> None:
    try:
        taken = take_in(inject.xml.encode(), by=by, name=inject.file_name, exercise=inject.exercise)
    except (ReadError, DrillRefusedError) as refused:
        inject.trouble = str(refused)[:300]
    else:
        inject.message = taken.message


def answer_inject(inject: Inject, bulletin: Bulletin | None, *, by: Actor) -> Bulletin:
    """Say which bulletin of the drill answers it; ``None``: begin one now. Raises ``MoveRefusedError``."""
    with act("disaster.answer_inject", inject, by=by, permit=may_take_part(by, inject.exercise)) as record:
        inject.refresh_from_db(from_queryset=Inject.objects.select_for_update(no_key=True))
        if inject.arrived_at is None:
            raise MoveRefusedError(_("まだ届いていない状況です。"))
        if inject.exercise.state == DrillState.REVIEWED:
            raise MoveRefusedError(_("ふり返りが済んだ訓練は、変えられません。"))
        inject.bulletin = _begin(inject, by) if bulletin is None else _first_version(bulletin, inject.exercise)
        inject.save(update_fields=["bulletin"])
        record.extra = {"bulletin": inject.bulletin.pk}
    return inject.bulletin


def _first_version(bulletin: Bulletin, exercise: Exercise) -> Bulletin:
    first = Bulletin.objects.filter(exercise=exercise, code=bulletin.code).order_by("version").first()
    if first is None:
        raise MoveRefusedError(_("この訓練の情報を選んでください。"))
    return first


def _begin(inject: Inject, by: Actor) -> Bulletin:
    exercise = inject.exercise
    if not exercise.is_running:
        raise MoveRefusedError(_("この訓練は今、行われていません。"))
    if inject.message is not None and inject.message.can_be_drafted:
        return start_from_message(inject.message, exercise.organisation, by=by)
    return start_bulletin(exercise.organisation, title=inject.title, exercise=exercise, by=by)


def review_exercise(exercise: Exercise, reflection: str, *, base_revision: int, by: Actor) -> Exercise:
    """What its people make of it, in words. Raises ``MoveRefusedError`` before it is over, ``StaleError``."""
    with act("disaster.review_exercise", exercise, by=by, permit=may_take_part):
        exercise.refresh_from_db(from_queryset=Exercise.objects.select_for_update(no_key=True))
        if exercise.state not in OVER:
            raise MoveRefusedError(_("ふり返りは、訓練が終わってから書けます。"))
        if exercise.revision != base_revision:
            raise StaleError(exercise)
        exercise.reflection, exercise.reviewed_at = reflection, clock.now()
        exercise.revision += 1
        exercise.save()
    return exercise
