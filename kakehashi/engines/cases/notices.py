"""Who is told what, in the same transaction as the act that causes it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.models import Approval, ArrivedMail, Case, Message, Precedent, Visitor
from kakehashi.engines.cases.queries import visitor_path
from kakehashi.engines.cases.queries.mails import overseers, reply_address_for, reply_address_of
from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.flow.approvals import ApprovalState
from kakehashi.foundation.notices.kinds import NoticeKind, Param, named, register
from kakehashi.foundation.notices.telling import mail_to, tell
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref

_ALL = [
    NoticeKind(
        "cases.submitted",
        _("%(applicant)s から依頼がありました: %(title)s"),
        _("%(applicant)s の依頼「%(title)s」(%(number)s)が %(office)s に届きました。"),
    ),
    NoticeKind(
        "cases.received",
        _("依頼を受け付けました: %(title)s"),
        _("%(office)s が「%(title)s」(%(number)s)を受け付け、引き受けられるかを検討しています。"),
    ),
    NoticeKind(
        "cases.accepted",
        _("手配を始めました: %(title)s"),
        _("%(office)s が「%(title)s」(%(number)s)を引き受け、手配を始めました。\n\n%(note)s"),
    ),
    NoticeKind(
        "cases.forwarded",
        _("支部が進達しました: %(title)s"),
        _("「%(title)s」(%(number)s)を支部が進達しました。\n\n%(note)s"),
    ),
    NoticeKind(
        "cases.returned",
        _("支部から差戻しがあります: %(title)s"),
        _("「%(title)s」(%(number)s)が支部から差し戻されました。\n\n%(note)s"),
    ),
    NoticeKind(
        "cases.feasible",
        _("お引き受けできます。正式依頼をお願いします: %(title)s"),
        _("「%(title)s」(%(number)s)は %(office)s でお引き受けできます。正式依頼文をお願いします。\n\n%(note)s"),
    ),
    NoticeKind(
        "cases.letter_in",
        _("正式依頼文が届きました: %(title)s"),
        _("「%(title)s」(%(number)s)について、%(applicant)s の正式依頼文が届きました。"),
    ),
    NoticeKind(
        "cases.taken_on",
        _("対応を始めました: %(title)s"),
        _("%(office)s が「%(title)s」(%(number)s)への対応を始めました。\n\n%(note)s"),
    ),
    NoticeKind(
        "cases.answered",
        _("回答が届きました: %(title)s"),
        _("「%(title)s」(%(number)s)について、%(office)s の回答が届きました。"),
    ),
    NoticeKind(
        "cases.asked",
        _("%(office)s から確認があります: %(title)s"),
        _("「%(title)s」(%(number)s)について、%(office)s から次の確認があります。\n\n%(note)s"),
    ),
    NoticeKind(
        "cases.supplied",
        _("%(applicant)s から回答がありました: %(title)s"),
        _("「%(title)s」(%(number)s)について、%(applicant)s から回答がありました。\n\n%(note)s"),
    ),
    NoticeKind(
        "cases.seen",
        _("支部が確認しました: %(title)s"),
        _("「%(title)s」(%(number)s)を支部が確認しました。\n\n%(note)s"),
    ),
    NoticeKind(
        "cases.itinerary",
        _("日程表ができました: %(title)s"),
        _(
            "「%(title)s」(%(number)s)の日程表ができました。手配できなかった項目も理由とともに載っています。\n\n%(note)s"
        ),
    ),
    NoticeKind(
        "cases.rearranged",
        _("日程が変わります: %(title)s"),
        _("%(office)s が「%(title)s」(%(number)s)の手配をやり直しています。\n\n%(note)s"),
    ),
    NoticeKind(
        "cases.reports_wanted",
        _("結果報告をお願いします: %(title)s"),
        _("「%(title)s」(%(number)s)が実施済みになりました。報告の入力をお願いします。"),
    ),
    NoticeKind(
        "cases.paper_in",
        _("%(applicant)s から報告がありました: %(title)s"),
        _("「%(title)s」(%(number)s)について、%(applicant)s から報告が届きました。"),
    ),
    NoticeKind(
        "cases.reported",
        _("事務所報告が届きました: %(title)s"),
        _("「%(title)s」(%(number)s)について、%(office)s の報告が届きました。"),
    ),
    NoticeKind(
        "cases.completed",
        _("2分ほどの質問に答えてください: %(title)s"),
        _("「%(title)s」(%(number)s)が完了しました。これからの支援をよくするための短い質問にお答えください。"),
    ),
    NoticeKind(
        "cases.followed_up",
        _("フォローアップの回答がありました: %(title)s"),
        _("「%(title)s」(%(number)s)について、%(applicant)s がフォローアップに答えました。"),
    ),
    NoticeKind(
        "cases.declined",
        _("お引き受けできませんでした: %(title)s"),
        _("%(office)s は「%(title)s」(%(number)s)をお引き受けできませんでした。\n\n%(note)s"),
    ),
    NoticeKind(
        "cases.withdrawn",
        _("依頼が取り下げられました: %(title)s"),
        _("%(applicant)s が「%(title)s」(%(number)s)を取り下げました。\n\n%(note)s"),
    ),
    NoticeKind(
        "cases.message",
        _("連絡があります: %(title)s"),
        _("「%(title)s」(%(number)s)に連絡が書き込まれました。\n\n%(note)s"),
    ),
    NoticeKind(
        "cases.assigned",
        _("担当になりました: %(title)s"),
        _("「%(title)s」(%(number)s)の担当になりました。"),
    ),
    NoticeKind(
        "cases.published",
        _("事例が公開されました: %(title)s"),
        _("「%(title)s」が事例として公開されました。ほかの団体の役に立ちます。"),
    ),
    NoticeKind(
        "cases.letter_issued",
        _("公文書が発行されました: %(title)s"),
        _("「%(title)s」(%(number)s)について、%(office)s が公文書「%(note)s」を発行しました。"),
    ),
    NoticeKind(
        "cases.approval_wanted",
        _("承認をお願いします: %(subject)s"),
        _("%(asker)s(%(side)s)が、次のことの承認を求めています。\n\n%(subject)s\n\n%(body)s\n\n回答期限: %(until)s"),
        has_secret=True,
    ),
    NoticeKind(
        "cases.approved",
        _("承認されました: %(subject)s"),
        _("%(approver)s が「%(subject)s」を承認しました。\n\n%(comment)s"),
    ),
    NoticeKind(
        "cases.not_approved",
        _("承認されませんでした: %(subject)s"),
        _("%(approver)s は「%(subject)s」を承認しませんでした。\n\n%(comment)s"),
    ),
    NoticeKind(
        "cases.approval_taken_back",
        _("承認の依頼が取り下げられました: %(subject)s"),
        _("「%(subject)s」の承認は必要なくなりました。"),
    ),
    NoticeKind(
        "cases.mail_waits",
        _("確認の必要なメールが届きました"),
        _("どの案件に入れるかを自動で決められないメールが届いています。内容を見て、案件に入れてください。"),
    ),
    NoticeKind(
        "cases.mail_is_not_enough",
        _("メールを受け取りました。依頼書も直してください: %(title)s"),
        _(
            "「%(title)s」(%(number)s)へのメールを受け取り、事務所に見えるようにしました。依頼書にまだ入力されていない項目があるため、"
            "確認への回答は終わっていません。案件のページで依頼書を直し、回答を送ってください。"
        ),
    ),
]
KINDS = {kind.code: register(kind) for kind in _ALL}


def submitted(case: Case, by: Actor) -> None:
    _tell([*_office(case), *_branch(case)], "cases.submitted", case, by)


def to_applicant(case: Case, kind: str, by: Actor, note: str = "") -> None:
    _tell(_applicant(case), kind, case, by, note=note)
    _mail_visitor(case, kind, note)


def to_branch(case: Case, kind: str, by: Actor, note: str = "") -> None:
    _tell(_branch(case), kind, case, by, note=note)


def answered(case: Case, by: Actor) -> None:
    """The client, and the branch it went through."""
    _tell([*_applicant(case), *_branch(case)], "cases.answered", case, by)
    _mail_visitor(case, "cases.answered", "")


def to_office(case: Case, kind: str, by: Actor, note: str = "") -> None:
    _tell(_office(case), kind, case, by, note=note)


def seen_by_branch(case: Case, by: Actor, note: str) -> None:
    _tell([*_applicant(case), *_office(case)], "cases.seen", case, by, note=note)


def itinerary(case: Case, by: Actor, note: str) -> None:
    _tell([*_applicant(case), *_branch(case)], "cases.itinerary", case, by, note=note)


def reports_wanted(case: Case, by: Actor) -> None:
    _tell([*_applicant(case), *_office(case)], "cases.reports_wanted", case, by)


def declined(case: Case, by: Actor, note: str) -> None:
    _tell([*_applicant(case), *_branch(case)], "cases.declined", case, by, note=note)


def message(case: Case, message: Message, by: Actor) -> None:
    """Internal notes stay at the office."""
    people = list(_office(case))
    if not message.is_internal:
        people += _applicant(case)
        if isinstance(by, Person):
            _mail_visitor(case, "cases.message", message.body, key=f"message-{message.pk}")
    _tell(people, "cases.message", case, by, note=message.body, key=f"message-{message.pk}")


def assigned(case: Case, lead: Person, by: Actor) -> None:
    _tell([lead], "cases.assigned", case, by, key=f"lead-{lead.pk}-{case.revision}")


def published(precedent: Precedent, by: Actor) -> None:
    tell(
        _applicant(precedent.case),
        KINDS["cases.published"],
        about=Ref("cases.precedent", precedent.pk),
        url=f"/cases/precedents/{precedent.pk}/",
        key=f"cases.published:{precedent.pk}",
        except_for=by,
        title=precedent.title,
    )


def approval_wanted(approval: Approval, url: str, by: Actor) -> None:
    """The approver; somebody without an account gets the one-time link `url` by mail, and nothing else of the case."""
    case = approval.case
    kind = KINDS["cases.approval_wanted"]
    key = f"{kind.code}:{approval.pk}:{approval.reminders}"
    asker, side = str(approval.asked_by), _name(case.office if approval.is_of_council else case.applicant)
    subject, body, until = approval.subject, approval.body, approval.expires_on
    if approval.approver is None:
        mail_to(
            approval.email, approval.language, kind,
            key=key, url=url, subject=subject, body=body, until=until, asker=asker, side=side,
        )  # fmt: skip
    else:
        tell(
            [approval.approver], kind, about=case.ref,
            url=url, key=key, except_for=by, subject=subject, body=body, until=until, asker=asker, side=side,
        )  # fmt: skip


def approval_decided(approval: Approval, by: Actor) -> None:
    """Whoever asked."""
    kind = "cases.approved" if approval.state == ApprovalState.APPROVED else "cases.not_approved"
    tell(
        [approval.asked_by],
        KINDS[kind],
        about=approval.case.ref,
        url=f"/cases/{approval.case_id}/approvals/{approval.pk}/",
        key=f"{kind}:{approval.pk}",
        except_for=by,
        subject=approval.subject,
        approver=approval.approver_words,
        comment=approval.comment,
    )


def approval_taken_back(approval: Approval, by: Actor) -> None:
    """The approver, wherever they were asked."""
    kind, key = KINDS["cases.approval_taken_back"], f"cases.approval_taken_back:{approval.pk}"
    if approval.approver is None:
        mail_to(approval.email, approval.language, kind, key=key, subject=approval.subject)
        return
    url = f"/cases/{approval.case_id}/approvals/{approval.pk}/"
    about = approval.case.ref
    tell([approval.approver], kind, about=about, url=url, key=key, except_for=by, subject=approval.subject)


def mail_waits(mail: ArrivedMail) -> None:
    """Whoever works on its case or at its office, else headquarters; at most once a day."""
    if mail.case is not None:
        people = _office(mail.case)
    elif mail.office_id is not None:
        people = list(holders(Permission.HANDLE_CASES, mail.office_id))
    else:
        people = list(overseers())
    key = f"cases.mail_waits:{mail.office_id or 0}:{clock.today()}"
    tell(people, KINDS["cases.mail_waits"], about=mail.ref, url="/cases/mail/", key=key)


def mail_is_not_enough(mail: ArrivedMail, case: Case, person: Person) -> None:
    """The sender, whose mail arrived but does not end what they were asked for."""
    _tell([person], "cases.mail_is_not_enough", case, Robot("mail"), key=f"mail-{mail.pk}")


def _applicant(case: Case) -> list[Person]:
    """Who asked; if that person is gone, everybody who asks in the body's name today."""
    if case.is_own:
        return _office(case)
    if case.applicant_id is None:
        return []
    officers = list(holders(Permission.REQUEST_SERVICES, case.applicant_id))
    return [case.requester] if case.requester in officers else officers


def _office(case: Case) -> list[Person]:
    """The lead; where there is none, or it is gone, everybody who handles the office's cases."""
    staff = list(holders(Permission.HANDLE_CASES, case.office_id))
    if case.assisting_id is not None:
        staff += holders(Permission.HANDLE_CASES, case.assisting_id)
    return [case.lead] if case.lead is not None and case.lead in staff else staff


def _branch(case: Case) -> list[Person]:
    return list(holders(Permission.FOLLOW_MEMBERS, case.branch_id)) if case.branch_id else []


def _mail_visitor(case: Case, kind: str, note: str, key: str = "") -> None:
    """Somebody without an account reads it by mail, where an address was given, with the way to the secret page."""
    visitor = Visitor.objects.filter(case=case).first() if case.applicant_id is None else None
    if visitor is None or not visitor.email:
        return
    mail_to(
        visitor.email,
        visitor.language,
        KINDS[kind],
        key=f"{kind}:{case.pk}:visitor:{key or case.revision}",
        url=visitor_path(visitor),
        reply_to=reply_address_of(visitor),
        **_params(case, note),
    )


def _tell(people: Iterable[Person], kind: str, case: Case, by: Actor, *, note: str = "", key: str = "") -> None:
    tell(
        people,
        KINDS[kind],
        about=case.ref,
        url=f"/cases/{case.pk}/",
        key=f"{kind}:{case.pk}:{key or case.revision}",
        except_for=by,
        reply_to=lambda person: reply_address_for(case, person),
        **_params(case, note),
    )


def _params(case: Case, note: str) -> dict[str, Param]:
    return {
        "title": str(case),
        "number": case.number or "",
        "applicant": _name(case.applicant),
        "office": _name(case.office),
        "note": note,
    }


def _name(organisation: Organisation | None) -> dict[str, str]:
    if organisation is None:
        return {"ja": "登録のない相談者", "en": "Somebody without an account"}
    return named(organisation)
