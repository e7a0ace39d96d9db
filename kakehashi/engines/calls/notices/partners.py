"""What people of the bodies in an application are told, in the same transaction as the act that causes it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import Consent
from kakehashi.engines.calls.models import Application, Call, CoWorker, Message, Partner
from kakehashi.engines.calls.notices import desk_of, name_of_call, without_interest
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.models import DeadlineException
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.notices.kinds import NoticeKind, Param, named, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

ASKED = register(
    NoticeKind(
        "calls.consent_asked",
        _("%(applicant)s が共同の申請への同意を求めています: %(title)s"),
        _(
            "%(call)s への申請「%(title)s」に、%(partner)s が共同で実施する団体として書かれています。"
            "内容を読み、同意するかどうかを答えてください。"
        ),
    )
)
GIVEN = register(
    NoticeKind(
        "calls.consent_given",
        _("%(partner)s が同意しました: %(title)s"),
        _("申請「%(title)s」を共同で実施することに %(partner)s が同意しました。"),
    )
)
REFUSED = register(
    NoticeKind(
        "calls.consent_refused",
        _("%(partner)s は同意しませんでした: %(title)s"),
        _("申請「%(title)s」を共同で実施することに %(partner)s は同意しませんでした。\n\n%(note)s"),
    )
)
INVITED = register(
    NoticeKind(
        "calls.coworker",
        _("%(applicant)s の申請に加わりました: %(title)s"),
        _("%(call)s への申請「%(title)s」を読めるようになりました。できること: %(note)s"),
    )
)
WRITTEN = register(
    NoticeKind(
        "calls.message",
        _("申請に連絡があります: %(title)s"),
        _("申請「%(title)s」(%(number)s)に連絡が書き込まれました。\n\n%(note)s"),
    )
)
ALLOWED = register(
    NoticeKind(
        "calls.may_be_late",
        _("締切のあとも申請を提出できます: %(call)s"),
        _("%(call)s への申請を、%(until)s まで提出できるようにしました。\n\n%(note)s"),
    )
)


def ask_consent(partner: Partner, by: Actor) -> None:
    application = partner.application
    people = holders(Permission.REQUEST_SERVICES, partner.organisation_id)
    asked = f"{partner.pk}:{clock.now().isoformat()}"  # each time it is asked
    _tell(application, people, ASKED, by, key=asked, to=f"partners/{partner.pk}/", partner=named(partner.organisation))


def consent_answered(partner: Partner, by: Actor) -> None:
    kind = GIVEN if partner.consent == Consent.GIVEN else REFUSED
    key = f"{partner.pk}:{partner.answered_at}"
    people = _applying(partner.application)
    _tell(partner.application, people, kind, by, key=key, note=partner.note, partner=named(partner.organisation))


def invited(coworker: CoWorker, by: Actor) -> None:
    application = coworker.application
    key = f"{coworker.pk}:{coworker.right}"
    _tell(application, [coworker.person], INVITED, by, key=key, note=str(coworker.get_right_display()))


def message_written(message: Message, by: Actor) -> None:
    """Everybody who works on it; a note of the council its section only, a draft nobody outside."""
    application = message.application
    people: list[Person] = []
    if application.submitted_at is not None:
        people += desk_of(application)
    if not message.is_internal:
        people += _applying(application)
        people += [one.person for one in application.coworkers.working()]
        if application.branch_id is not None and application.handed_in_at is not None:
            people += without_interest(holders(Permission.FOLLOW_MEMBERS, application.branch_id), application)
    _tell(application, people, WRITTEN, by, key=str(message.pk), note=message.body)


def may_be_late(call: Call, exception: DeadlineException, by: Actor) -> None:
    """The body or the person whose deadline was moved."""
    people: Iterable[Person] = [exception.person] if exception.person is not None else []
    if exception.organisation_id is not None:
        people = holders(Permission.REQUEST_SERVICES, exception.organisation_id)
    tell(
        people,
        ALLOWED,
        about=call.ref,
        url=f"/calls/{call.pk}/apply/",
        key=f"{ALLOWED.code}:{exception.pk}",
        except_for=by,
        call=name_of_call(call),
        until=exception.until,
        note=exception.why,
    )


def _applying(application: Application) -> list[Person]:
    return list(holders(Permission.REQUEST_SERVICES, application.applicant_id))


def _tell(
    application: Application,
    people: Iterable[Person],
    kind: NoticeKind,
    by: Actor,
    *,
    key: str,
    note: str = "",
    to: str = "",
    **more: Param,
) -> None:
    tell(
        people,
        kind,
        about=application.ref,
        url=f"/calls/applications/{application.pk}/{to}",
        key=f"{kind.code}:{key}",
        except_for=by,
        reply_to=None,
        title=str(application),
        number=application.number or "",
        applicant=named(application.applicant),
        call=name_of_call(application.call),
        note=note,
        **more,
    )
