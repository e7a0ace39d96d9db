"""Telling people, as the consequence of an act: call it inside the transaction of that act.

Notices, mails and the task that delivers them are rows of that transaction: all happen or none. `key` names the cause
(``f"cases.submitted:{case.pk}:{case.revision}"``): telling twice with one key tells once.
"""

from collections.abc import Callable, Iterable

from django.core.validators import validate_email
from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.notices.choices import Pace
from kakehashi.foundation.notices.kinds import NoticeKind, Param, Words, encode, words
from kakehashi.foundation.notices.mailing import new_mail, to_be_answered, with_link
from kakehashi.foundation.notices.models import Mail, MailPreference, Notice
from kakehashi.foundation.notices.tasks import deliver_mails
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks.enqueuing import enqueue_once
from kakehashi.kernel.references import Ref

KEY_LENGTH = 150
ReplyTo = Callable[[Person], str]


def tell(
    people: Iterable[Person],
    kind: NoticeKind,
    *,
    about: Ref,
    url: str,
    key: str,
    except_for: Actor | None = None,
    reply_to: ReplyTo | None = None,
    **params: Param,
) -> None:
    """Tell each of `people` once, except whoever caused it; by mail too, as each prefers, in each one's language.

    `url` is a path of this site. `reply_to` gives the address at which this person's answer by mail is taken ("" where
    none is). ``ValueError`` for another address or too long a key, ``KeyError`` for a missing
    parameter.
    """
    _check(url, key)
    audience = {person.pk: person for person in people if person != except_for}
    told = Notice.objects.filter(key=key, person__in=audience).values_list("person_id", flat=True)
    for pk in told:
        del audience[pk]
    encoded = encode(params)
    paces = dict(MailPreference.objects.filter(person__in=audience).values_list("person_id", "pace"))
    notices, mails = [], []
    for person in audience.values():
        text = words(kind.code, encoded, person.language)
        pace = paces.get(person.pk, Pace.AT_ONCE) if person.email else Pace.SCREEN
        notices.append(
            Notice(
                person=person,
                kind=kind.code,
                params=encoded,
                subject_kind=about.kind,
                subject_id=about.id,
                url=url,
                key=key,
                awaits_digest=pace == Pace.DAILY,
            )
        )
        if pace == Pace.AT_ONCE:
            answer_to = reply_to(person) if reply_to else None
            mails.append(_mail(person, text, url, kind=kind.code, key=f"{key}:{person.pk}", reply_to=answer_to))
    with transaction.atomic():
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        _queue(mails, f"deliver:{about}")


def _mail(person: Person, text: Words, url: str, *, kind: str, key: str, reply_to: str | None) -> Mail:
    language = person.language
    if reply_to is not None:
        text = to_be_answered(text, reply_to, language)
    text = with_link(text, url, language, to_member=True)
    return new_mail(key, person.email, text, kind=kind, language=language, person=person, reply_to=reply_to or "")


def mail_to(
    address: str,
    language: str,
    kind: NoticeKind,
    *,
    key: str,
    url: str = "",
    reply_to: str | None = None,
    **params: Param,
) -> None:
    """Mail somebody who has no place here (an invitation, a partner abroad), once per `key`.

    `reply_to` as in `tell`: the address, "" where an answer would reach nobody, ``None`` where none is expected.

    ``ValidationError`` when `address` is none, ``ValueError`` and ``KeyError`` as in `tell`.
    """
    validate_email(address)
    _check(url or "/", key)
    text = words(kind.code, encode(params), language)
    if reply_to is not None:
        text = to_be_answered(text, reply_to, language)
    text = with_link(text, url, language, to_member=False)
    mail = new_mail(key, address, text, kind=kind.code, language=language, reply_to=reply_to or "")
    with transaction.atomic():
        _queue([mail], f"deliver:{key}")


def is_path(url: str) -> bool:
    """Whether `url` stays on this site."""
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


def _check(url: str, key: str) -> None:
    if not is_path(url):
        raise ValueError(f"not a path of this site: {url!r}")
    if len(key) > KEY_LENGTH:
        raise ValueError(f"longer than {KEY_LENGTH} characters: {key!r}")


def _queue(mails: list[Mail], job_key: str) -> None:
    if mails:
        Mail.objects.bulk_create(mails, ignore_conflicts=True)
        enqueue_once(deliver_mails, job_key)
