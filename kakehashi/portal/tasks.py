"""The nightly work of the house: what ages is put away."""

from django.core.management import call_command
from django.db import transaction
from django_tasks import task

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.access.operations import forget_ended_roles, forget_invitations, forget_people
from kakehashi.foundation.audit.operations import blank_values, forget_old_keys
from kakehashi.foundation.catalogue.seed import refresh_states
from kakehashi.foundation.documents.operations import remove_expired, sweep_orphans
from kakehashi.foundation.notices.operations import forget_secrets
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref
from kakehashi.portal.backup.keeping import take_and_keep
from kakehashi.portal.findable import hand_in_organisations

NIGHT = Robot("night")


@task
def put_away() -> None:
    """Old form keys, sessions that ended, documents, organisations and services whose time is over."""
    forget_old_keys(by=NIGHT)
    remove_expired(clock.today(), by=NIGHT)
    sweep_orphans(by=NIGHT)
    hand_in_organisations()
    refresh_states()
    call_command("clearsessions")


@task
def forget() -> None:
    """What the models say is kept no longer: invitations, roles and people that ended long ago, secrets in mails."""
    forget_invitations(by=NIGHT)
    forget_ended_roles(by=NIGHT)
    forget_secrets(by=NIGHT)
    with transaction.atomic():
        for number in forget_people(by=NIGHT):
            blank_values(Ref("organisations.person", number), by=NIGHT, reason="retention")


@task
def publish_audit_head() -> None:
    """Write where the chain of records stands to a file outside the database."""
    call_command("publish_audit_head", verbosity=0)


@task(max_attempts=2)
def take_backup() -> str:
    """Take and verify the backup of this night. Returns the name of the archive; empty where they are switched off."""
    archive = take_and_keep()
    return archive.name if archive else ""
