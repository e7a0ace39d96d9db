import datetime as dt

from django.conf import settings
from django.db import transaction
from django_tasks import TaskContext, task

from kakehashi.foundation.notices import delivery, digest
from kakehashi.foundation.notices.choices import MailState
from kakehashi.foundation.notices.models import Mail, Notice
from kakehashi.foundation.notices.receiving.boxes import empty_folder, empty_mailbox
from kakehashi.foundation.tasks.enqueuing import enqueue_once
from kakehashi.kernel import clock

KEEP_NOTICES = dt.timedelta(days=730)
KEEP_SENT = dt.timedelta(days=90)
KEEP_UNSENT = dt.timedelta(days=365)


# A worker killed again and again in mid-queue must not end the delivery: every mail has limits of its own.
@task(queue_name="mail", takes_context=True, max_attempts=1000)
def deliver_mails(context: TaskContext) -> int:
    """Send what is due, and come back when the next is. Returns how many were accepted."""
    sent = delivery.deliver(int(context.task_result.id), context.attempt)
    if next_try_at := delivery.next_try_at():
        enqueue_once(deliver_mails, "deliver:later", run_after=next_try_at)
    return sent


@task(queue_name="mail")
def send_digests() -> int:
    """Write the daily mails. Returns how many."""
    today = clock.today()
    written = 0
    for person in digest.people_waiting():
        with transaction.atomic():
            if digest.write_digest(person, on=today):
                enqueue_once(deliver_mails, "deliver:digest")
                written += 1
    return written


@task
def receive_mails() -> int:
    """Take in what waits in the folder and in the mailbox. Returns how many."""
    taken = empty_folder(settings.MAIL_IN_FOLDER)
    return taken + (empty_mailbox() if settings.IMAP_HOST else 0)


@task
def sweep() -> int:
    """Delete what is kept no longer. Returns how many rows."""
    now = clock.now()
    notices = Notice.objects.filter(created_at__lt=now - KEEP_NOTICES)
    sent = Mail.objects.filter(state=MailState.SENT, sent_at__lt=now - KEEP_SENT)
    unsent = Mail.objects.filter(created_at__lt=now - KEEP_UNSENT)
    return sum(rows.delete()[0] for rows in (notices, sent, unsent))
