"""The nightly work of the house: what ages is put away."""

from django.core.management import call_command
from django_tasks import task

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.operations import forget_old_keys
from kakehashi.foundation.documents.operations import remove_expired, sweep_orphans
from kakehashi.kernel import clock
from kakehashi.portal.backup.keeping import take_and_keep
from kakehashi.portal.findable import hand_in_organisations

NIGHT = Robot("night")


@task
def put_away() -> None:
    """Old form keys, sessions that ended, documents whose time is over, organisations that ended by date."""
    forget_old_keys(by=NIGHT)
    remove_expired(clock.today(), by=NIGHT)
    sweep_orphans(by=NIGHT)
    hand_in_organisations()
    call_command("clearsessions")


@task
def publish_audit_head() -> None:
    """Write where the chain of records stands to a file outside the database."""
    call_command("publish_audit_head", verbosity=0)


@task(max_attempts=2)
def take_backup() -> str:
    """Take and verify the backup of this night. Returns the name of the archive; empty where they are switched off."""
    archive = take_and_keep()
    return archive.name if archive else ""
