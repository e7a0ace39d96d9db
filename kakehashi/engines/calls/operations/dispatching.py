"""Who is sent: wished for by the applicant, chosen by the desk; what it costs, and who agreed to it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kakehashi.engines.calls.models import Application, Call, Dispatch, DispatchRule, Expert
from kakehashi.engines.calls.notices import routes as notices
from kakehashi.engines.calls.operations.moving import redecide
from kakehashi.engines.calls.queries.dispatching import Costs, days_of, dispatch_rule_of, rates_of
from kakehashi.engines.calls.rules import may_edit_call
from kakehashi.engines.calls.rules.routes import ESTIMATING, may_choose_sent, may_set_costs, may_wish_for
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError, act
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


class NotOfRegisterError(Exception):
    """This person does not stand in the register of the call."""


def wish_for(application: Application, expert: Expert | None, *, by: Actor) -> Dispatch:
    """Note whom the applicant would like; ``None`` leaves it to headquarters. Until it is handed in."""
    with act("calls.wish_for", None, by=by, permit=may_wish_for(by, application)) as record:
        dispatch = _hold(application)
        if not may_wish_for(by, application):
            raise NotPermittedError
        _check(application, expert)
        dispatch.wished = expert
        dispatch.save()
        record.thing = dispatch
        record.extra = {"application": application.pk}
    return dispatch


def choose_sent(application: Application, expert: Expert, *, by: Person, note: str = "") -> Dispatch:
    """Say who goes; once the decision is told, the applicant hears of another one."""
    with act("calls.choose_sent", None, by=by, permit=may_choose_sent(by, application), note=note) as record:
        dispatch = _hold(application)
        if not may_choose_sent(by, application):
            raise NotPermittedError
        _check(application, expert)
        is_other = dispatch.sent_id != expert.pk
        dispatch.sent, dispatch.chosen_by, dispatch.chosen_at = expert, by, clock.now()
        dispatch.save()
        record.thing = dispatch
        record.extra = {"application": application.pk}
        if is_other and application.step == "granted":
            notices.sent_changed(dispatch, by, note)
    return dispatch


# --- What it costs ----------------------------------------------------------------------------------------------------
def set_costs(application: Application, given: Costs, *, by: Person) -> Dispatch:
    """Note what the dispatch will cost, and once the report is in what it did cost; what is left empty is worked out
    where the call says how.

    It counts against the budget from the decision on: more is taken from the track at once, less goes back at once,
    what was saved in the end when the amount is fixed. Raises ``MoveRefusedError`` when the track has not so much left.
    """
    with act("calls.set_costs", None, by=by, permit=may_set_costs(by, application)) as record:
        dispatch = _hold(application)
        if not may_set_costs(by, application):
            raise NotPermittedError
        found = rates_of(application.call).fill(given, days_of(application))
        for name, value in vars(found).items():
            setattr(dispatch, name, value)
        dispatch.spent_at = clock.now() if application.step not in ESTIMATING else None
        dispatch.save()
        record.thing = dispatch
        record.extra = {"application": application.pk, "total": dispatch.total_yen}
        _count(application, dispatch.total_yen)
    return dispatch


def _count(application: Application, total: int | None) -> None:
    """Before the decision only noted; after it held in the track."""
    if not application.holds:
        application.computed_yen = total
        application.save(update_fields=["computed_yen"])
        return
    decided, total = application.decided_yen or 0, total or 0
    if total > decided or application.step in ESTIMATING:
        redecide(application, total)


def note_agreements(
    application: Application, *, agreed_on: dt.date | None, home_agreed_on: dt.date | None, by: Person
) -> Dispatch:
    """On which days the host signed the agreement, and the home body of whoever is sent said yes."""
    with act("calls.note_agreements", None, by=by, permit=may_choose_sent(by, application)) as record:
        dispatch = _hold(application)
        if not may_choose_sent(by, application):
            raise NotPermittedError
        dispatch.agreed_on, dispatch.home_agreed_on = agreed_on, home_agreed_on
        dispatch.save()
        record.thing = dispatch
        record.extra = {"application": application.pk}
    return dispatch


def set_dispatch_rule(call: Call, values: Mapping[str, Any], *, base_revision: int, by: Person) -> DispatchRule:
    """What somebody sent is paid, and who must agree. Raises ``StaleError``."""
    with act("calls.set_dispatch_rule", None, by=by, permit=may_edit_call(by, call)) as record:
        Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        rule = dispatch_rule_of(call)
        if rule.pk and rule.revision != base_revision:
            raise StaleError(rule)
        for name, value in values.items():
            setattr(rule, name, value)
        rule.revision += 1
        rule.save()
        record.thing = rule
    return rule


def _hold(application: Application) -> Dispatch:
    """Hold the application as it is now, and its dispatch."""
    application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
    dispatch, _made = Dispatch.objects.get_or_create(application=application)
    dispatch.application = application
    return dispatch


def _check(application: Application, expert: Expert | None) -> None:
    if expert is not None and expert.register != application.call.register:
        raise NotOfRegisterError
