from django.db.models import Count

from kakehashi.foundation.notices.choices import MailState, Pace
from kakehashi.foundation.notices.models import Mail, MailPreference, MailQuerySet, Notice, NoticeQuerySet
from kakehashi.foundation.organisations.models import Person


def unread_count(person: Person | None) -> int:
    """How many notices the person has not opened: the number in the header."""
    return Notice.objects.visible_to(person).filter(read_at=None).count()


def notices_of(person: Person) -> NoticeQuerySet:
    """The person's notices, unread ones first."""
    return Notice.objects.visible_to(person).unread_first()


def pace_of(person: Person) -> Pace:
    """How the person wants to be told by mail."""
    chosen = MailPreference.objects.filter(person=person).values_list("pace", flat=True).first()
    return Pace(chosen) if chosen else Pace.AT_ONCE


def mails(viewer: Person, state: MailState) -> MailQuerySet:
    """The mails in one state, newest first, for operators."""
    return Mail.objects.visible_to(viewer).filter(state=state)


def mail_counts(viewer: Person) -> dict[MailState, int]:
    """How many mails are in each state, for operators."""
    rows = Mail.objects.visible_to(viewer).order_by().values_list("state").annotate(count=Count("pk"))
    counts = dict(rows)
    return {state: counts.get(state.value, 0) for state in MailState}
