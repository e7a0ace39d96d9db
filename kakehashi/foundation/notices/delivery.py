"""Emptying the mail queue: take a few, hand over one, commit, next."""

import datetime as dt
import time

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from kakehashi.foundation.notices.choices import MailState
from kakehashi.foundation.notices.kinds import kinds_with_secret
from kakehashi.foundation.notices.models import Mail
from kakehashi.foundation.notices.sending import Outcome, Post, ServerAwayError
from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.claiming import retry_delay
from kakehashi.foundation.tasks.models import Job
from kakehashi.kernel import clock

AT_A_TIME = 20
LONGEST_RUN = 10.0  # seconds; what is left goes on in the next job, so that a worker can stop in between
LONGEST_WAIT = dt.timedelta(minutes=10)
GIVE_UP_AFTER = dt.timedelta(days=4)
_DUE = [MailState.WAITING, MailState.UNKNOWN]

_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM notices_mail WHERE state IN ('waiting', 'unknown') AND next_try_at <= %s
    ORDER BY next_try_at, id LIMIT %s {lock}
)
UPDATE notices_mail SET state = 'sending', attempts = attempts + 1, carrier_id = %s, carrier_attempt = %s
WHERE id IN (SELECT id FROM due) RETURNING *
"""


def deliver(carrier: int, attempt: int) -> int:
    """Send what is due, in the name of this attempt of this background job. Returns how many were accepted."""
    recover(carrier)
    began = time.monotonic()
    sent = 0
    with Post() as post:
        while time.monotonic() - began < LONGEST_RUN and (mails := _claim(carrier, attempt)):
            for position, mail in enumerate(mails):
                try:
                    outcome = post.send(mail)
                except ServerAwayError as error:
                    for untried in mails[position:]:
                        _settle(untried, Outcome(MailState.WAITING, str(error)))
                    return sent
                if not _settle(mail, outcome):
                    return sent  # the job was taken over meanwhile, and with it the rest of these
                sent += outcome.state == MailState.SENT
    return sent


def next_try_at() -> dt.datetime | None:
    """When the earliest mail still to be sent is due; ``None`` when there is none."""
    return Mail.objects.filter(state__in=_DUE).order_by("next_try_at").values_list("next_try_at", flat=True).first()


def recover(carrier: int) -> int:
    """Mark mails whose sender died with them in hand, so that they are sent again. Returns how many.

    `carrier` is beginning: it has none in hand itself, whatever an earlier attempt of it left.
    """
    alive = Job.objects.filter(pk=OuterRef("carrier_id"), state=State.RUNNING, attempts=OuterRef("carrier_attempt"))
    orphans = Mail.objects.filter(Q(carrier=carrier) | ~Exists(alive), state=MailState.SENDING)
    return orphans.update(
        state=MailState.UNKNOWN,
        next_try_at=clock.now(),
        last_error="The worker disappeared while it was sending this.",
    )


def _claim(carrier: int, attempt: int) -> list[Mail]:
    adapt = connection.ops.adapt_datetimefield_value
    sql = _CLAIM.format(lock="FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else "")
    rows = Mail.objects.raw(sql, [adapt(clock.now()), AT_A_TIME, carrier, attempt])
    return sorted(rows, key=lambda mail: (mail.next_try_at, mail.pk))


def _settle(mail: Mail, outcome: Outcome) -> bool:
    """Write down what became of it, in its own commit; False when it is no longer ours."""
    now = clock.now()
    state = outcome.state
    if state in _DUE and now - mail.created_at > GIVE_UP_AFTER:
        state = MailState.FAILED
    ours = Mail.objects.filter(
        pk=mail.pk, state=MailState.SENDING, carrier=mail.carrier_id, carrier_attempt=mail.carrier_attempt
    )
    forgotten = {"body": ""} if state == MailState.SENT and mail.kind in kinds_with_secret() else {}
    return bool(
        ours.update(
            **forgotten,
            state=state,
            sent_at=now if state == MailState.SENT else None,
            next_try_at=now + min(retry_delay(mail.attempts), LONGEST_WAIT),
            last_error=outcome.error.replace("\0", "")[:500],
        )
    )
