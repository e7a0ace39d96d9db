"""Who is sent: wished for by the applicant, chosen by the desk."""

from kakehashi.engines.calls.models import Application, Dispatch, Expert
from kakehashi.engines.calls.notices import routes as notices
from kakehashi.engines.calls.rules.routes import may_choose_sent, may_wish_for
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import NotPermittedError, act
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


def _hold(application: Application) -> Dispatch:
    """Hold the application as it is now, and its dispatch."""
    application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
    dispatch, _made = Dispatch.objects.get_or_create(application=application)
    dispatch.application = application
    return dispatch


def _check(application: Application, expert: Expert | None) -> None:
    if expert is not None and expert.register != application.call.register:
        raise NotOfRegisterError
