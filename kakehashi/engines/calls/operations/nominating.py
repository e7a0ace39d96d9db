"""Nominations: made by one body, answered by the other. Only a yes makes an application, and it is that body's own."""

from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import NominationState, Route
from kakehashi.engines.calls.models import Application, Call, Nomination
from kakehashi.engines.calls.models.applications import ENDED
from kakehashi.engines.calls.notices import routes as notices
from kakehashi.engines.calls.operations.applying import start_application
from kakehashi.engines.calls.operations.reviewing_conflicts import detect_conflicts
from kakehashi.engines.calls.rules import applicant_kind_of
from kakehashi.engines.calls.rules.routes import may_accept, may_nominate, may_withdraw_nomination
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

LIVING = [NominationState.ASKED, NominationState.ACCEPTED]


class NominationRefusedError(Exception):
    """It cannot be made or answered now; the message is the sentence to show."""


def nominate(call: Call, *, body: Organisation, nominator: Organisation, why: str, by: Person) -> Nomination:
    """Tell a body that another one thinks it should apply. Raises ``NominationRefusedError``."""
    with act("calls.nominate", None, by=by, permit=may_nominate(by, call, nominator)) as record:
        Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        if refusal := why_not_nominated(call, body, nominator):
            raise NominationRefusedError(refusal)
        nomination = Nomination.objects.create(call=call, body=body, nominator=nominator, why=why, nominated_by=by)
        record.thing = nomination
        notices.to_nominated(nomination, "calls.nominated", by)
    return nomination


def why_not_nominated(call: Call, body: Organisation, nominator: Organisation) -> str:
    """Why this body cannot be nominated by that one; empty: it can."""
    kind = applicant_kind_of(body)
    if not call.is_open:
        return _("受付期間ではないので、推薦できません。")
    if body == nominator:
        return _("自分の団体は推薦できません。応募するときは、募集のページから申請を始めてください。")
    if kind is None or (call.eligible_kinds and kind not in call.eligible_kinds):
        return _("「%(body)s」は、この公募に申請できる団体の種類ではありません。") % {"body": body}
    if call.nominations.filter(body=body, nominator=nominator, state__in=LIVING).exists():
        return _("「%(body)s」はもう推薦しています。") % {"body": body}
    return ""


def accept_nomination(nomination: Nomination, *, by: Person) -> Application:
    """Begin the body's own application, or join the one that an earlier nomination began.

    Raises ``NominationRefusedError``; ``NoFormError`` without a form.
    """
    with act("calls.accept_nomination", nomination, by=by, permit=may_accept):
        Call.objects.select_for_update(no_key=True).get(pk=nomination.call_id)  # two accepted at once make one draft
        _hold(nomination)
        if not nomination.call.is_open:
            raise NominationRefusedError(_("受付期間ではないので、応募を始められません。"))
        nomination.application = _begun(nomination) or start_application(
            nomination.call, applicant=nomination.body, nominator=nomination.nominator, route=Route.NOMINATION, by=by
        )
        _answer(nomination, NominationState.ACCEPTED, by)
        detect_conflicts(nomination.call, of=nomination.application)  # whoever nominates takes part
        notices.to_nominator(nomination, "calls.nomination_accepted", by)
    return nomination.application


def _begun(nomination: Nomination) -> Application | None:
    """What the body began after another nomination in this call, and has not given up."""
    accepted = nomination.call.nominations.filter(body=nomination.body, state=NominationState.ACCEPTED)
    living = Application.objects.filter(pk__in=accepted.values("application")).exclude(step__in=ENDED)
    return living.order_by("id").first()


def decline_nomination(nomination: Nomination, *, by: Person, note: str = "") -> Nomination:
    with act("calls.decline_nomination", nomination, by=by, permit=may_accept, note=note):
        _hold(nomination)
        nomination.note = note
        _answer(nomination, NominationState.DECLINED, by)
        notices.to_nominator(nomination, "calls.nomination_declined", by)
    return nomination


def withdraw_nomination(nomination: Nomination, *, by: Person) -> Nomination:
    """By the body that made it, as long as there is no answer."""
    with act("calls.withdraw_nomination", nomination, by=by, permit=may_withdraw_nomination):
        _hold(nomination)
        _answer(nomination, NominationState.WITHDRAWN, by)
        notices.to_nominated(nomination, "calls.nomination_withdrawn", by)
    return nomination


def _hold(nomination: Nomination) -> None:
    """Of two answers at once, the second is told about the first."""
    nomination.refresh_from_db(from_queryset=Nomination.objects.select_for_update(no_key=True))
    if not nomination.is_waiting:
        state = nomination.get_state_display()
        raise NominationRefusedError(_("この推薦はすでに「%(state)s」になっています。") % {"state": state})


def _answer(nomination: Nomination, state: NominationState, by: Person) -> None:
    nomination.state, nomination.answered_at, nomination.answered_by = state, clock.now(), by
    nomination.save()
