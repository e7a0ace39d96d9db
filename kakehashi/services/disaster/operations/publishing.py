"""The public pages: made of the database, put up whole.

Whatever changes what the public reads calls `want_pages` in its own transaction. That leaves a job in the database, so
that a killed process loses nothing; and as soon as the transaction is committed the pages are made in the same request,
once however often they were wanted, so that nobody waits for the worker. The job then finds them as they should be. A
schedule looks again every minute.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, Robot, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import NotPermittedError, act
from kakehashi.foundation.tasks.backend import task_at
from kakehashi.foundation.tasks.enqueuing import enqueue_once
from kakehashi.services.disaster.models import BulletinUpdate, Release
from kakehashi.services.disaster.operations.looking import Look, cap_signer, is_unchanged
from kakehashi.services.disaster.queries.snapshot import everything, public_bulletins, snapshot
from kakehashi.services.disaster.queries.updates import new_words
from kakehashi.services.disaster.site import offline, releases
from kakehashi.services.disaster.site.plan import Plan
from kakehashi.services.disaster.site.snapshot import Snapshot
from kakehashi.services.disaster.site.writing import Published, publish

PUBLISHER = Robot("public pages")
_TASK = "kakehashi.services.disaster.tasks.keep_pages"


@dataclass
class _AtOnce:
    """What is left to do when the transaction is committed."""

    reason: str
    is_begun: bool = False

    def __call__(self) -> None:
        self.is_begun = True
        publish_site(reason=self.reason, is_urgent=True, by=PUBLISHER)


def want_pages(thing: Model, reason: str) -> None:
    """Have the public pages follow what this transaction writes."""
    enqueue_once(task_at(_TASK), "disaster:pages")
    pending = [entry[1] for entry in connection.run_on_commit if isinstance(entry[1], _AtOnce)]
    if any(not one.is_begun for one in pending):
        return  # what is open around that call is open around this one: they are rolled back together, or not at all
    transaction.on_commit(_AtOnce(f"{reason} {thing._meta.label_lower}:{thing.pk}"), robust=True)


def publish_site(*, reason: str, by: Actor, is_urgent: bool = False, is_forced: bool = False) -> Release | None:
    """Bring the public pages to the state of the database; ``None`` where they are.

    `is_urgent`: the zips follow a little later. `is_forced`: even if nothing has changed. Never within a transaction:
    publishers wait for each other.
    Raises ``NotPermittedError``; ``SavedSnapshotError`` where no pages can be made (those that stood go on standing).
    """
    began = time.monotonic()
    if not (may(by, Permission.APPROVE_BULLETINS) or may(by, Permission.OPERATE)):
        raise NotPermittedError(_("この操作をする権限がありません。"))
    look = None if is_urgent else Look.now()
    if look is not None and not is_forced:
        if is_unchanged():
            return None
        found = snapshot()
        if _is_up_to_date(found):
            look.keep(found)
            return None
    noted: list[Release] = []

    def note(made: Published, shown: Snapshot) -> None:
        noted.append(_note(made, reason, time.monotonic() - began, by))
        if look is not None:
            look.keep(shown)

    publish(settings.DISASTER_PAGES, _shown, is_urgent=is_urgent, signer=cap_signer(), note=note)
    return noted[0]


def _shown() -> Snapshot:
    """All that the public reads, in this publisher's turn. What says other words than before is an update as of now."""
    bulletins = public_bulletins()
    found = everything(bulletins)
    updates = list(new_words(bulletins, found))
    BulletinUpdate.objects.bulk_create(updates, ignore_conflicts=True)
    return snapshot() if any(one.number > 1 for one in updates) else found


def _note(made: Published, reason: str, seconds: float, by: Actor) -> Release:
    with act("disaster.publish_pages", None, by=by, permit=True) as record:
        last = Release.objects.aggregate(last=Max("number"))["last"] or 0
        record.thing = release = Release.objects.create(
            number=max(last + 1, made.number),
            reason=reason[:200],
            pages=made.made + made.linked,
            changed=made.made,
            milliseconds=round(seconds * 1000),
        )
    return release


def _is_up_to_date(wanted: Snapshot) -> bool:
    """Whether the pages that stand were made of the same, by the same program."""
    standing = releases.current(settings.DISASTER_PAGES)
    if standing is None:
        return False
    marks = {name: row["mark"] for name, row in standing.manifest()["bundles"].items()}
    signer = cap_signer()
    plan = Plan(wanted, signed_by=signer.mark if signer else "")
    return marks == {bundle.name: bundle.mark for bundle in (*plan.bundles(), *offline.bundles(plan, {}))}
