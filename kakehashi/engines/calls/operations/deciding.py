"""The board decides: combinations are tried, and one of them is carried out as a whole."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from kakehashi.engines.calls.choices import Gives, Outcome
from kakehashi.engines.calls.models import Application, Call, Scenario, ScenarioLine, Track
from kakehashi.engines.calls.models.deciding import BROKEN
from kakehashi.engines.calls.notices import routes as notices
from kakehashi.engines.calls.operations.closing import hold_what_closes
from kakehashi.engines.calls.operations.moving import MOVES
from kakehashi.engines.calls.queries.alternates import queue
from kakehashi.engines.calls.queries.board import OPEN, TrackSum, fits
from kakehashi.engines.calls.queries.board_ranking import Ranked, ranking
from kakehashi.engines.calls.rules import may_decide
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError, act
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

logger = logging.getLogger(__name__)
DECIDING = {Outcome.ADOPT: "adopt", Outcome.WAIT: "put_on_waiting", Outcome.REJECT: "reject"}


@dataclass(frozen=True)
class Proposed:
    """What a scenario says of an application; `outcome` empty: nothing yet."""

    outcome: str
    yen: int | None = None


def begin_scenario(call: Call, name: str, *, by: Person, copy_of: Scenario | None = None) -> Scenario:
    """A new combination, empty or with the lines of another one of the call."""
    with act("calls.begin_scenario", None, by=by, permit=may_decide(by, call)) as record:
        scenario = Scenario.objects.create(call=call, name=name, made_by=by)
        record.thing = scenario
        if copy_of is not None and copy_of.call_id == call.pk:
            _write(scenario, {line.application_id: Proposed(line.outcome, line.yen) for line in copy_of.lines.all()})
    return scenario


def save_scenario(
    scenario: Scenario, proposed: Mapping[int, Proposed], *, base_revision: int, by: Person, note: str = ""
) -> Scenario:
    """Keep what the combination says of these applications (by id); more than the track has may be tried.

    ``ValidationError`` for more than was reckoned, ``StaleError``, ``MoveRefusedError`` once it is applied.
    """
    with act("calls.save_scenario", scenario, by=by, permit=_may) as record:
        _hold(scenario)
        if scenario.revision != base_revision:
            raise StaleError(scenario)
        _write(scenario, proposed)
        scenario.note = note
        scenario.revision += 1
        scenario.save(update_fields=["note", "revision"])
        record.extra = {"lines": {str(pk): [one.outcome, one.yen] for pk, one in proposed.items()}}
    return scenario


def fill_scenario(scenario: Scenario, *, by: Person) -> Scenario:
    """Choose in the order of the ranking as far as each track reaches; the rest waits. What is said already stays."""
    with act("calls.fill_scenario", scenario, by=by, permit=_may):
        _hold(scenario)
        said = {line.application_id: line for line in scenario.lines.all()}
        sums = {track.pk: TrackSum(track) for track in scenario.call.tracks.all()}
        ranked = [one for one in ranking(scenario.call, by) if one.application.step in OPEN]
        for one in ranked:
            line = said.get(one.application.pk)
            if line is not None and line.outcome == Outcome.ADOPT:
                _take(sums, one, line.yen)
        found = {one.application.pk: _proposal(sums, one) for one in ranked if one.application.pk not in said}
        _write(scenario, found)
        scenario.revision += 1
        scenario.save(update_fields=["revision"])
    return scenario


def _proposal(sums: dict[int, TrackSum], one: Ranked) -> Proposed:
    track = sums.get(one.application.track_id or 0)
    yen = one.application.computed_yen if one.application.computed_yen is not None else one.application.requested_yen
    if track is not None and not fits(track, yen or 0):
        return Proposed(Outcome.WAIT, yen)
    _take(sums, one, yen)
    return Proposed(Outcome.ADOPT, yen)


def _take(sums: dict[int, TrackSum], one: Ranked, yen: int | None) -> None:
    if (track := sums.get(one.application.track_id or 0)) is not None:
        track.count += 1
        track.yen += yen or 0


def ask_to_apply(scenario: Scenario, *, by: Person) -> Scenario:
    """Have the combination carried out in the background. ``MoveRefusedError`` when it is, or is being done."""
    with act("calls.ask_to_apply", scenario, by=by, permit=_may):
        _hold(scenario)
        scenario.asked_at, scenario.asked_by, scenario.failure = clock.now(), by, ""
        scenario.save(update_fields=["asked_at", "asked_by", "failure"])
        decide_by_scenario.enqueue(scenario.pk)
    return scenario


@task
def decide_by_scenario(scenario_id: int) -> bool:
    """Carry out what was asked for, and tell who asked how it ended; begun again, it is not done twice.

    Only a database that cannot be reached or is too busy is tried again. After anything else nothing is decided, the
    combination can be decided again, and the reason stands on its page.
    """
    scenario = Scenario.objects.select_related("call__scheme", "asked_by").get(pk=scenario_id)
    by = scenario.asked_by
    if by is None or scenario.asked_at is None or scenario.applied_at is not None:
        return False
    with override(by.language):
        try:
            apply_scenario(scenario, by=by)
        except (MoveRefusedError, NotPermittedError) as refused:
            _could_not_apply(scenario, str(refused), by=by)
        except OperationalError:
            raise
        except Exception:  # whatever it is, the officer must not wait for ever
            logger.exception("scenario %s could not be applied", scenario.pk)
            _could_not_apply(scenario, str(BROKEN), by=by)
    return scenario.applied_at is not None


def _could_not_apply(scenario: Scenario, why: str, *, by: Person) -> None:
    with act("calls.could_not_apply", scenario, by=by, permit=True):
        scenario.asked_at = scenario.applied_at = scenario.applied_by = None
        scenario.failure = why
        scenario.save(update_fields=["asked_at", "failure"])
        notices.board_refused(scenario, by, why)


def apply_scenario(scenario: Scenario, *, by: Person) -> Scenario:
    """Decide everything the combination says, or nothing; a second time changes nothing.

    ``MoveRefusedError`` names the first application that cannot be decided so.
    """
    with act("calls.apply_scenario", scenario, by=by, permit=_may) as record:
        scenario.refresh_from_db(from_queryset=Scenario.objects.select_for_update(no_key=True))
        if scenario.applied_at is not None:
            return scenario
        lines = list(scenario.lines.select_related("application").order_by("application_id"))
        applications = _held(scenario.call, [line.application_id for line in lines])
        _hold_tracks(scenario.call)
        ranks = {one.application.pk: one.rank for one in ranking(scenario.call, by)}
        for line in sorted(lines, key=lambda one: (ranks.get(one.application_id) or len(ranks), one.application_id)):
            application = applications[line.application_id]
            line.yen = _amount(line, scenario.call)
            _decide(application, line.outcome, line.yen, ranks.get(application.pk), by)
        ScenarioLine.objects.bulk_update(lines, ["yen"])  # what was decided, whatever is reckoned later
        scenario.applied_at, scenario.applied_by = clock.now(), by
        scenario.save(update_fields=["applied_at", "applied_by"])
        if scenario.asked_by is not None:
            notices.board_decided(scenario, scenario.asked_by)
        record.extra = {"lines": [[line.application_id, line.outcome, line.yen] for line in lines]}
    return scenario


def _held(call: Call, pks: list[int]) -> dict[int, Application]:
    """All rows at once and in one order, before any track: two who decide at the same time wait for each other."""
    rows = Application.objects.select_for_update(no_key=True, of=("self",)).filter(call=call, pk__in=pks).order_by("pk")
    found = {row.pk: row for row in rows}
    for row in found.values():
        row.call = call
    return found


def _hold_tracks(call: Call) -> list[Track]:
    """All at once and in one order, as the applications before them."""
    hold_what_closes(call.pk)
    return list(Track.objects.select_for_update(no_key=True).filter(call=call).order_by("pk"))


def _amount(line: ScenarioLine, call: Call) -> int | None:
    yen = line.yen if line.yen is not None else line.application.computed_yen
    if line.outcome == Outcome.ADOPT and yen is None and call.gives == Gives.MONEY:
        raise MoveRefusedError(_("%(number)s: 採択する額が入力されていません。") % {"number": line.application.number})
    return yen


def _decide(application: Application, outcome: str, yen: int | None, rank: int | None, by: Person) -> None:
    """One line of the combination. The amount is laid down just before the move that takes it out of the track."""
    found = {"rank": rank} | ({"decided_yen": yen} if outcome == Outcome.ADOPT else {})
    if application.step in OPEN:
        Application.objects.filter(pk=application.pk).update(**found)
    try:
        if not (outcome == Outcome.WAIT and application.step == "alternate"):  # it waits already
            MOVES[DECIDING[Outcome(outcome)]](application, by=by)
    except MoveRefusedError as refused:
        raise MoveRefusedError(f"{application.number} {application}: {refused}") from refused


def move_up(call: Call, *, by: Person, expected: Collection[int] | None = None) -> list[Application]:
    """Adopt alternates in their order, track by track, until the next one does not fit; answers who moved up.

    ``MoveRefusedError`` when these are not the `expected` ones (ids) any more: somebody decided in between.
    """
    with act("calls.move_up", call, by=by, permit=may_decide) as record:
        waiting = _held(call, list(call.applications.filter(step="alternate").values_list("pk", flat=True)))
        tracks = _hold_tracks(call)
        still = [one for one in waiting.values() if one.step == "alternate"]
        moving = [one for one in queue(call, still, tracks) if one.moves_up]
        if expected is not None and {one.application.pk for one in moving} != set(expected):
            raise MoveRefusedError(_("繰り上げられる補欠が変わりました。新しい内容を確かめてください。"))
        for one in moving:
            _decide(one.application, Outcome.ADOPT, one.yen, one.application.rank, by)
        record.extra = {"moved": [one.application.pk for one in moving]}
    return [one.application for one in moving]


def _may(actor: Actor, scenario: Scenario) -> bool:
    return may_decide(actor, scenario.call)


def _hold(scenario: Scenario) -> None:
    scenario.refresh_from_db(from_queryset=Scenario.objects.select_for_update(no_key=True))
    if scenario.applied_at is not None:
        raise MoveRefusedError(_("この案ではすでに決定しています。新しい案を作ってください。"))
    if scenario.is_being_applied:
        raise MoveRefusedError(_("この案で決定しているところです。終わるまでお待ちください。"))
    if scenario.asked_at is not None:  # its task is gone: should somebody run it after all, it finds nothing to do
        scenario.asked_at = None
        scenario.save(update_fields=["asked_at"])


def _write(scenario: Scenario, proposed: Mapping[int, Proposed]) -> None:
    """Lines as they are proposed now; other lines stay, but for what was given up or decided otherwise by now."""
    applications = Application.objects.filter(call=scenario.call_id).in_bulk(list(proposed))
    for pk, one in proposed.items():
        if pk not in applications or (one.outcome and one.outcome not in Outcome.values):
            raise ValidationError(_("この公募の申請ではありません。"))
        most = applications[pk].computed_yen
        if one.outcome == Outcome.ADOPT and one.yen is not None and most is not None and one.yen > most:
            words = _("%(number)s: 計算した額(%(yen)s円)を超えて採択できません。")
            raise ValidationError(words % {"number": applications[pk].number, "yen": f"{most:,}"})
    scenario.lines.filter(Q(application__in=applications) | ~Q(application__step__in=OPEN)).delete()
    ScenarioLine.objects.bulk_create(
        ScenarioLine(scenario=scenario, application_id=pk, outcome=one.outcome, yen=one.yen)
        for pk, one in proposed.items()
        if one.outcome and applications[pk].step in OPEN
    )
