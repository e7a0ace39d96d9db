"""Who is told what, in the same transaction as the act that causes it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.models import Application, Call
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.notices.kinds import NoticeKind, Param, named, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person

_ALL = [
    NoticeKind(
        "calls.handed_in",
        _("申請を受け取りました: %(title)s"),
        _(
            "%(call)s への申請「%(title)s」を受け取りました。\n受付番号: %(number)s\n控えの確認番号: %(digest)s\n\n"
            "申請のページで、届いた内容とファイルの一覧を確かめられます。"
        ),
    ),
    NoticeKind(
        "calls.submitted",
        _("%(applicant)s から申請がありました: %(title)s"),
        _("%(call)s に %(applicant)s の申請「%(title)s」(%(number)s)が届きました。"),
    ),
    NoticeKind(
        "calls.to_branch",
        _("%(applicant)s の申請を確認してください: %(title)s"),
        _("%(call)s への %(applicant)s の申請「%(title)s」(%(number)s)が支部に届きました。確かめて進達してください。"),
    ),
    NoticeKind(
        "calls.forwarded",
        _("支部が進達しました: %(title)s"),
        _("申請「%(title)s」(%(number)s)を支部が進達しました。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.returned_by_branch",
        _("支部から差戻しがあります: %(title)s"),
        _("申請「%(title)s」(%(number)s)が支部から差し戻されました。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.returned_by_branch_until",
        _("支部から差戻しがあります: %(title)s"),
        _("申請「%(title)s」(%(number)s)が支部から差し戻されました。\n出し直しの期限: %(until)s\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.received",
        _("申請を受け付けました: %(title)s"),
        _("%(call)s への申請「%(title)s」(%(number)s)の形式審査を始めました。"),
    ),
    NoticeKind(
        "calls.returned",
        _("申請書に直していただきたい項目があります: %(title)s"),
        _(
            "申請「%(title)s」(%(number)s)の一部の項目を直してください。直せるのは、差し戻された項目だけです。\n\n%(note)s"
        ),
    ),
    NoticeKind(
        "calls.returned_until",
        _("申請書に直していただきたい項目があります: %(title)s"),
        _(
            "申請「%(title)s」(%(number)s)の一部の項目を直してください。直せるのは、差し戻された項目だけです。\n"
            "出し直しの期限: %(until)s\n\n%(note)s"
        ),
    ),
    NoticeKind(
        "calls.corrected",
        _("申請書が直されました: %(title)s"),
        _("%(applicant)s が申請「%(title)s」(%(number)s)を直しました。違いは申請のページに示されています。"),
    ),
    NoticeKind(
        "calls.not_accepted",
        _("申請を受理できませんでした: %(title)s"),
        _("申請「%(title)s」(%(number)s)を受理できませんでした。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.granted",
        _("決定をお知らせします: %(title)s"),
        _("%(call)s への申請「%(title)s」(%(number)s)の決定通知書が読めるようになりました。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.not_granted",
        _("審査の結果をお知らせします: %(title)s"),
        _("%(call)s への申請「%(title)s」(%(number)s)の審査の結果が出ました。申請のページをご覧ください。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.form_renewed",
        _("申請書の様式が新しくなりました: %(title)s"),
        _(
            "%(call)s の申請書の様式が新しくなりました。書きかけの申請「%(title)s」は、今の様式のまま提出できます。"
            "申請書のページで違いを見て、新しい様式に移ることもできます。"
        ),
    ),
    NoticeKind(
        "calls.letter_issued",
        _("通知書が届きました: %(title)s"),
        _("「%(title)s」(%(number)s)の「%(note)s」を発行しました。申請のページで読めます。"),
    ),
    NoticeKind(
        "calls.change_in",
        _("変更・中止の申請が届きました: %(title)s"),
        _("%(applicant)s から「%(title)s」(%(number)s)の変更・中止の申請または届出が届きました。"),
    ),
    NoticeKind(
        "calls.change_returned",
        _("変更・中止の申請に直していただきたい項目があります: %(title)s"),
        _("「%(title)s」(%(number)s)の変更・中止の申請の一部の項目を直してください。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.change_approved",
        _("変更を承認しました: %(title)s"),
        _("「%(title)s」(%(number)s)の変更を承認しました。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.change_refused",
        _("変更・中止を承認できませんでした: %(title)s"),
        _("「%(title)s」(%(number)s)の変更・中止の申請を承認できませんでした。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.change_withdrawn",
        _("変更・中止の申請が取り下げられました: %(title)s"),
        _("%(applicant)s が「%(title)s」(%(number)s)の変更・中止の申請を取り下げました。"),
    ),
    NoticeKind(
        "calls.report_due",
        _("実績報告の期限が近づいています: %(title)s"),
        _("「%(title)s」(%(number)s)の実績報告の期限は %(note)s です。"),
    ),
    NoticeKind(
        "calls.report_late",
        _("実績報告の期限を過ぎています: %(title)s"),
        _("「%(title)s」(%(number)s)の実績報告の期限は %(note)s でした。できるだけ早く提出してください。"),
    ),
    NoticeKind(
        "calls.payment_failed",
        _("お振込みができませんでした: %(title)s"),
        _("「%(title)s」(%(number)s)の振込みができませんでした。振込先の口座を確かめてください。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.report_in",
        _("実績報告が届きました: %(title)s"),
        _("%(applicant)s から「%(title)s」(%(number)s)の実績報告が届きました。"),
    ),
    NoticeKind(
        "calls.report_returned",
        _("実績報告に直していただきたい項目があります: %(title)s"),
        _("「%(title)s」(%(number)s)の実績報告の一部の項目を直してください。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.settled",
        _("額が確定しました: %(title)s"),
        _("「%(title)s」(%(number)s)の額が %(yen)s円に確定しました。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.accepted",
        _("報告を受理しました: %(title)s"),
        _("「%(title)s」(%(number)s)の報告を受理しました。ありがとうございました。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.claimed",
        _("請求が届きました: %(title)s"),
        _("%(applicant)s から「%(title)s」(%(number)s)の請求が届きました。"),
    ),
    NoticeKind(
        "calls.paid",
        _("お支払いしました: %(title)s"),
        _("「%(title)s」(%(number)s)の支払の手続が終わりました。"),
    ),
    NoticeKind(
        "calls.return_wanted",
        _("返還をお願いします: %(title)s"),
        _("「%(title)s」(%(number)s)について、返還をお願いします。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.published",
        _("成果を公開しました: %(title)s"),
        _("「%(title)s」の成果のページを公開しました。ほかの団体の参考になります。"),
    ),
    NoticeKind(
        "calls.withdrawn",
        _("申請が取り下げられました: %(title)s"),
        _("%(applicant)s が申請「%(title)s」(%(number)s)を取り下げました。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.cancelled",
        _("中止になりました: %(title)s"),
        _("「%(title)s」(%(number)s)は中止になりました。\n\n%(note)s"),
    ),
]
KINDS = {kind.code: register(kind) for kind in _ALL}


def with_time(kind: str, application: Application) -> str:
    """The kind of notice that says until when it can be handed in again, where that was said."""
    return f"{kind}_until" if application.again_until is not None else kind


def to_applicant(application: Application, kind: str, by: Actor, note: Param = "", *, key: str = "") -> None:
    """The submitter, if still an officer of the body; else everybody who asks in its name."""
    officers = list(holders(Permission.REQUEST_SERVICES, application.applicant_id))
    people = [application.submitter] if application.submitter in officers else officers
    _tell(people, kind, application, by, note, key=key)


def receipt(application: Application, by: Actor) -> None:
    """The proof of what arrived, to whoever handed it in too."""
    people = list(holders(Permission.REQUEST_SERVICES, application.applicant_id))
    _tell(people, "calls.handed_in", application, None, "")


def to_branch(application: Application, kind: str, by: Actor, note: str = "") -> None:
    if application.branch_id is not None:
        people = holders(Permission.FOLLOW_MEMBERS, application.branch_id)
        _tell(without_interest(people, application), kind, application, by, note)


def to_desk(application: Application, kind: str, by: Actor, note: str = "", *, key: str = "") -> None:
    _tell(desk_of(application), kind, application, by, note, key=key)


def desk_of(application: Application) -> list[Person]:
    """The lead; where there is none, everybody who runs the section's calls and has no interest as a reviewer."""
    staff = without_interest(holders(Permission.HANDLE_CALLS, application.call.scheme.desk_id), application)
    return [application.lead] if application.lead is not None and application.lead in staff else staff


def without_interest(people: Iterable[Person], application: Application) -> list[Person]:
    """Those of the council and the branches who may know of it: not who reviews and has an interest in it."""
    barred = set(application.conflicts.values_list("reviewer__person", flat=True))
    return [person for person in people if person.pk not in barred]


def to_accountants(application: Application, kind: str, by: Actor) -> None:
    """Whoever pays, at headquarters."""
    desks = Organisation.objects.filter(kind=OrganisationKind.HEADQUARTERS)
    people = [person for desk in desks for person in holders(Permission.PAY, desk.pk)]
    _tell(without_interest(people, application), kind, application, by, "")


def _tell(
    people: Iterable[Person | None],
    kind: str,
    application: Application,
    by: Actor | None,
    note: Param,
    *,
    key: str = "",
) -> None:
    """`key`: what makes the notice another one where the application itself did not move."""
    tell(
        [person for person in people if person is not None],
        KINDS[kind],
        about=application.ref,
        url=f"/calls/applications/{application.pk}/",
        key=f"{kind}:{application.pk}:{key or application.revision}",
        except_for=by,
        reply_to=None,
        **_params(application, note),
    )


def _params(application: Application, note: Param) -> dict[str, Param]:
    call = application.call
    return {
        "title": str(application),
        "number": application.number or "",
        "digest": application.receipt_digest[:16],
        "call": name_of_call(call),
        "applicant": named(application.applicant),
        "yen": f"{application.settled_yen:,}" if application.settled_yen is not None else "",
        "until": application.again_until or "",
        "note": note,
    }


def name_of_call(call: Call) -> dict[str, str]:
    return {"ja": call.title_ja or call.scheme.name_ja, "en": call.title_en or call.scheme.name_en}
