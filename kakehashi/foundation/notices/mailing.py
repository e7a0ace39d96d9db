"""Writing a mail into the queue."""

import secrets
from email.utils import parseaddr

from django.conf import settings
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kakehashi.foundation.notices.kinds import Words
from kakehashi.foundation.notices.models import Mail
from kakehashi.foundation.notices.receiving.replies import MARK
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


def new_mail(
    key: str, address: str, words: Words, *, kind: str, language: str, person: Person | None = None, reply_to: str = ""
) -> Mail:
    """An unsaved mail, due now, with its Message-ID fixed. ``ValidationError`` when `reply_to` is no address."""
    if reply_to:
        validate_email(reply_to)
    now = clock.now()
    return Mail(
        key=key,
        person=person,
        address=address,
        reply_to=reply_to,
        language=language,
        kind=kind,
        subject=words.subject,
        body=words.body,
        message_id=f"<{secrets.token_hex(16)}@{_domain()}>",
        next_try_at=now,
        created_at=now,
    )


def with_link(words: Words, url: str, language: str, *, to_member: bool) -> Words:
    """The words with the address of the page, and for members how to change what they receive."""
    with translation.override(language):
        lines = [words.body, "", settings.SITE_URL + url] if url else [words.body]
        if to_member:
            lines += [
                "",
                "-- ",
                _("このメールは架け橋から自動で送られています。受け取り方は次のページで変えられます。"),
            ]
            lines += [settings.SITE_URL + reverse("notices:preference")]
        else:
            lines += ["", "-- ", _("このメールは架け橋から自動で送られています。")]
    return Words(words.subject, "\n".join(lines))


def to_be_answered(words: Words, reply_to: str, language: str) -> Words:
    """The words with what the reader must know to answer by mail, or that it would reach nobody."""
    with translation.override(language):
        if not reply_to:
            note = _("このメールに返信しても届きません。回答や連絡は、次のページから書き込んでください。")
            return Words(words.subject, f"{words.body}\n\n{note}")
        line = _("返信はこの行より上に書いてください")
        note = _("このメールに返信すると、書いた内容と添付ファイルが案件に入ります。")
    return Words(words.subject, f"{MARK} {line} -##\n\n{words.body}\n\n{note}")


def _domain() -> str:
    """Where our Message-IDs live: the domain we send from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
