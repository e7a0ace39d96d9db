import datetime as dt

from kakehashi.foundation.access.actors import Actor, Robot, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.notices.choices import MailState, Pace
from kakehashi.foundation.notices.kinds import kinds_with_secret
from kakehashi.foundation.notices.models import Mail, MailPreference, Notice
from kakehashi.foundation.notices.tasks import deliver_mails
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks.enqueuing import enqueue_once
from kakehashi.kernel import clock

SECRETS_LIVE = dt.timedelta(days=14)  # as long as an invitation


def mark_read(notice: Notice, *, by: Actor) -> None:
    """The reader has opened it; the first time counts."""
    if notice.read_at is not None:
        return
    with act("notices.mark_read", notice, by=by, permit=lambda by, notice: notice.person == by):
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])


def mark_all_read(person: Person, *, by: Actor) -> None:
    """The reader has seen the list and is done with it."""
    with act("notices.mark_all_read", person, by=by, permit=lambda by, person: person == by) as record:
        unread = Notice.objects.visible_to(person).filter(read_at=None)
        record.extra = {"count": unread.update(read_at=clock.now())}


def choose_mail(person: Person, *, pace: Pace, language: str, by: Actor) -> None:
    """How and in which language the person is told by mail."""
    with act("notices.choose_mail", person, by=by, permit=lambda by, person: person == by) as record:
        MailPreference.objects.update_or_create(person=person, defaults={"pace": pace})
        if pace == Pace.SCREEN:
            Notice.objects.filter(person=person, awaits_digest=True).update(awaits_digest=False)
        person.language = language
        person.save(update_fields=["language"])
        record.extra = {"pace": pace.value}


def forget_secrets(*, by: Robot) -> int:
    """Delete mails whose secret was not delivered in time; sent ones are blanked at once. Returns how many."""
    with act("notices.forget_secrets", None, by=by, permit=isinstance(by, Robot)) as record:
        old = Mail.objects.filter(kind__in=kinds_with_secret(), created_at__lt=clock.now() - SECRETS_LIVE)
        blanked = old.filter(state=MailState.SENT).exclude(body="").update(body="")
        deleted, _kinds = old.exclude(state__in=[MailState.SENT, MailState.SENDING]).delete()
        record.extra = {"blanked": blanked, "deleted": deleted}
    return blanked + deleted


def retry_mail(mail: Mail, *, by: Actor) -> None:
    """Send a mail again that had failed (the address or the server was mended)."""
    with act("notices.retry_mail", mail, by=by, permit=lambda by, mail: may(by, Permission.OPERATE)):
        failed = Mail.objects.filter(pk=mail.pk, state=MailState.FAILED)
        if failed.update(state=MailState.WAITING, next_try_at=clock.now()):
            enqueue_once(deliver_mails, f"deliver:{mail.key}")
        mail.refresh_from_db()
