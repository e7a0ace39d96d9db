"""How the installation runs, for whoever watches over it: what needs a look, and where to look."""

from dataclasses import dataclass

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.notices.choices import MailState
from kakehashi.foundation.notices.queries import mail_counts
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks.queries import Health, health

LATE = 300  # seconds a due task may wait before somebody should look


@dataclass(frozen=True)
class Operating:
    tasks: Health
    unsent: int
    unknown: int
    sees_records: bool

    @property
    def is_late(self) -> bool:
        return self.tasks.oldest_waiting_seconds > LATE

    @property
    def needs_a_look(self) -> bool:
        return bool(self.tasks.failed or self.unsent or self.unknown or self.is_late)


def operating(viewer: Person) -> Operating | None:
    """``None`` for everybody but operators. A constant number of queries."""
    held = standing(viewer)
    if not held.may(Permission.OPERATE):
        return None
    mails = mail_counts(viewer)
    return Operating(
        health(),
        unsent=mails[MailState.FAILED],
        unknown=mails[MailState.UNKNOWN],
        sees_records=held.may(Permission.SEE_AUDIT),
    )
