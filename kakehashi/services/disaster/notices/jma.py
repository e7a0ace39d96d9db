"""Who is told that the agency corrected or cancelled what a bulletin was made of."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.notices.kinds import NoticeKind, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.services.disaster.jma.drafting import CANCELLED
from kakehashi.services.disaster.models import Bulletin, JmaMessage

CANCELLING = register(
    NoticeKind(
        "disaster.jma_cancelled",
        _("気象庁が取り消しました。見直してください: %(title)s"),
        _(
            "災害情報「%(title)s」のもとになった電文を、気象庁が取り消しました。\n"
            "電文: %(message)s\n\n災害情報は変わっていません。内容を見直して、取り下げるか訂正してください。"
        ),
    )
)
CORRECTING = register(
    NoticeKind(
        "disaster.jma_corrected",
        _("気象庁が訂正しました。見直してください: %(title)s"),
        _(
            "災害情報「%(title)s」のもとになった電文を、気象庁が訂正しました。\n"
            "電文: %(message)s\n\n災害情報は変わっていません。内容を見直して、必要なら訂正してください。"
        ),
    )
)
LIFTING = register(
    NoticeKind(
        "disaster.jma_lifted",
        _("気象庁が解除しました。見直してください: %(title)s"),
        _(
            "災害情報「%(title)s」のもとになった警報などを、気象庁が解除しました。\n"
            "電文: %(message)s\n\n"
            "災害情報は変わっていません。内容を見直して、取り下げるか、期限を早める訂正をしてください。"
        ),
    )
)


def to_people_of(bulletin: Bulletin, message: JmaMessage) -> None:
    """Its writers and those who may approve it."""
    _tell(bulletin, message, CANCELLING if message.info_type == CANCELLED else CORRECTING)


def of_lifting(bulletin: Bulletin, message: JmaMessage) -> None:
    _tell(bulletin, message, LIFTING)


def _tell(bulletin: Bulletin, message: JmaMessage, kind: NoticeKind) -> None:
    approvers = holders(Permission.APPROVE_BULLETINS, bulletin.organisation_id)
    tell(
        [*approvers, *bulletin.writers.all()],
        kind,
        about=bulletin.ref,
        url=reverse("disaster:bulletin", args=[bulletin.pk]),
        key=f"disaster.jma:{message.pk}:{bulletin.pk}",
        title=bulletin.title,
        message=message.title,
    )
