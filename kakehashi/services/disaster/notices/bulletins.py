"""Who is told of the steps of a bulletin: its approvers, its writers, and headquarters when somebody went alone."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.notices.kinds import NoticeKind, named, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.models import Person
from kakehashi.services.disaster.models import Bulletin
from kakehashi.services.disaster.queries.people import headquarters_people

_ALL = [
    NoticeKind(
        "disaster.to_approve",
        _("災害情報の承認をお願いします: %(title)s"),
        _(
            "%(organisation)s の災害情報「%(title)s」が承認を待っています。%(who)s が求めました。\n"
            "すべての言語での見え方を確かめて、承認するか差し戻してください。\n\n%(note)s"
        ),
    ),
    NoticeKind(
        "disaster.approved",
        _("災害情報が承認されました: %(title)s"),
        _("「%(title)s」を %(who)s が承認しました。公開はこれからです。\n\n%(note)s"),
    ),
    NoticeKind(
        "disaster.ready",
        _("翻訳がそろいました: %(title)s"),
        _("「%(title)s」の訳がすべてそろい、公開できるようになりました。%(note)s"),
    ),
    NoticeKind(
        "disaster.published",
        _("災害情報が公開されました: %(title)s"),
        _("「%(title)s」を %(who)s が公開しました。すべての言語のページに載りました。\n\n%(note)s"),
    ),
    NoticeKind(
        "disaster.published_alone",
        _("一人で公開された災害情報があります: %(title)s"),
        _(
            "%(organisation)s の災害情報「%(title)s」を、%(who)s が自分で書き、自分で承認して公開しました。\n"
            "理由: %(note)s\n\n内容をすぐに確かめ、誤りがあれば訂正するか取り下げてください。"
        ),
    ),
    NoticeKind(
        "disaster.returned",
        _("災害情報が差し戻されました: %(title)s"),
        _("「%(title)s」を %(who)s が差し戻しました。直して、もう一度承認を求めてください。\n\n理由: %(note)s"),
    ),
    NoticeKind(
        "disaster.rejected",
        _("災害情報は公開しないことになりました: %(title)s"),
        _("「%(title)s」を公開しないと %(who)s が決めました。\n\n理由: %(note)s"),
    ),
    NoticeKind(
        "disaster.withdrawn",
        _("災害情報が取り下げられました: %(title)s"),
        _("公開されていた「%(title)s」を %(who)s が取り下げました。\n\n理由: %(note)s"),
    ),
    NoticeKind(
        "disaster.expired",
        _("災害情報の期限が来ました: %(title)s"),
        _("「%(title)s」は有効期限が来たため、公開を終えました。続けて必要なときは、新しい情報を公開してください。"),
    ),
]
KINDS = {kind.code: register(kind) for kind in _ALL}


def to_approvers(bulletin: Bulletin, code: str, by: Actor, note: str = "") -> None:
    _tell(holders(Permission.APPROVE_BULLETINS, bulletin.organisation_id), bulletin, code, by, note)


def to_writers(bulletin: Bulletin, code: str, by: Actor, note: str = "") -> None:
    _tell(bulletin.writers.all(), bulletin, code, by, note)


def to_everybody_in_charge(bulletin: Bulletin, code: str, by: Actor, note: str = "") -> None:
    """Approvers, writers, and headquarters."""
    approvers = holders(Permission.APPROVE_BULLETINS, bulletin.organisation_id)
    _tell([*headquarters_people(), *approvers, *bulletin.writers.all()], bulletin, code, by, note)


def _tell(people: Iterable[Person], bulletin: Bulletin, code: str, by: Actor, note: str) -> None:
    tell(
        people,
        KINDS[code],
        about=bulletin.ref,
        url=reverse("disaster:bulletin", args=[bulletin.pk]),
        key=f"{code}:{bulletin.pk}:{bulletin.revision}",
        except_for=by,
        title=bulletin.title,
        organisation=named(bulletin.organisation),
        who=str(by),
        note=note,
    )
