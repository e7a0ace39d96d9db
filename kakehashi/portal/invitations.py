"""The mail that carries an invitation."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.models import Invitation
from kakehashi.foundation.notices.kinds import NoticeKind, named, register
from kakehashi.foundation.notices.telling import mail_to
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

INVITED = register(
    NoticeKind(
        "access.invited",
        _("%(organisation)s の「%(role)s」として招待されました"),
        _(
            "%(name)s 様\n\n架け橋で %(organisation)s の「%(role)s」として働けるよう、招待されました。"
            "%(until)s までに次のページを開いて受け取ってください。初めての方はそこでパスワードを決めます。\n\n"
            "心当たりのない場合は、このメールを捨ててください。何も起こりません。"
        ),
        has_secret=True,
    )
)


def send(sender: type[Invitation], *, invitation: Invitation, accept_path: str, **_more: Any) -> None:
    """Receives `access.signals.invitation_created`: the mail is queued in the transaction of the invitation."""
    known = Person.objects.filter(email__iexact=invitation.email).first()
    organisation = invitation.organisation
    mail_to(
        invitation.email,
        known.language if known else "ja",
        INVITED,
        key=f"access.invited:{invitation.pk}",
        url=accept_path,
        name=invitation.name,
        organisation=named(organisation),
        role={language: _in(language, invitation.definition.label) for language in ("ja", "en")},
        until=clock.japan_day(invitation.expires_at),
    )


def _in(language: str, words: object) -> str:
    with translation.override(language):
        return str(words)
