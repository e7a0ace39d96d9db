"""The public pages: made of the database, put up whole.

Whatever changes what the public reads calls `want_pages` in its own transaction. That leaves a job in the database, so
that a killed process loses nothing; and as soon as the transaction is committed the pages are made in the same request,
so that nobody waits for the worker. The job then finds them as they should be. A schedule looks again every minute.
"""

import time

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, Robot, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import NotPermittedError, act
from kakehashi.foundation.tasks.backend import task_at
from kakehashi.foundation.tasks.enqueuing import enqueue_once
from kakehashi.services.disaster.models import Release
from kakehashi.services.disaster.queries.snapshot import snapshot
from kakehashi.services.disaster.site import offline, releases
from kakehashi.services.disaster.site.plan import Plan
from kakehashi.services.disaster.site.snapshot import Snapshot
from kakehashi.services.disaster.site.writing import Published, publish

PUBLISHER = Robot("public pages")
_TASK = "kakehashi.services.disaster.tasks.keep_pages"


def want_pages(thing: Model, reason: str) -> None:
    """Have the public pages follow what this transaction writes."""
    enqueue_once(task_at(_TASK), "disaster:pages")
    why = f"{reason} {thing._meta.label_lower}:{thing.pk}"
    transaction.on_commit(lambda: _at_once(why), robust=True)


def _at_once(reason: str) -> None:
    publish_site(reason=reason, is_urgent=True, by=PUBLISHER)


def publish_site(*, reason: str, by: Actor, is_urgent: bool = False, is_forced: bool = False) -> Release | None:
    """Bring the public pages to the state of the database; ``None`` where they are.

    `is_urgent`: the zips follow a little later. `is_forced`: even if nothing has changed.
    Raises ``NotPermittedError``; ``SavedSnapshotError`` where no pages can be made (those that stood go on standing).
    """
    began = time.monotonic()
    if not (may(by, Permission.APPROVE_BULLETINS) or may(by, Permission.OPERATE)):
        raise NotPermittedError(_("この操作をする権限がありません。"))
    if not is_forced and not is_urgent and _is_up_to_date(snapshot()):
        return None
    made = publish(settings.DISASTER_PAGES, snapshot, is_urgent=is_urgent)
    with act("disaster.publish_pages", None, by=by, permit=True) as record:
        record.thing = release = _note(made, reason, time.monotonic() - began)
    return release


def _note(made: Published, reason: str, seconds: float) -> Release:
    last = Release.objects.aggregate(last=Max("number"))["last"] or 0
    return Release.objects.create(
        number=max(last + 1, made.number),
        reason=reason[:200],
        pages=made.made + made.linked,
        changed=made.made,
        milliseconds=round(seconds * 1000),
    )


def _is_up_to_date(wanted: Snapshot) -> bool:
    """Whether the pages that stand were made of the same, by the same program."""
    standing = releases.current(settings.DISASTER_PAGES)
    if standing is None:
        return False
    marks = {name: row["mark"] for name, row in standing.manifest()["bundles"].items()}
    plan = Plan(wanted)
    return marks == {bundle.name: bundle.mark for bundle in (*plan.bundles(), *offline.bundles(plan, {}))}
