"""The feeds of the agency, read: only what is new, each message once, and not more a day than agreed.

The agency shuts out who fetches too much or the same again and again. Nothing is fetched unless an address is set.
"""

import datetime as dt

from django.conf import settings
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.kernel import clock
from kakehashi.services.disaster.jma import tables
from kakehashi.services.disaster.jma.atom import entries
from kakehashi.services.disaster.jma.hardened import MAX_BYTES, ReadError
from kakehashi.services.disaster.jma.messages import code_in
from kakehashi.services.disaster.models import Feed, FeedEntry
from kakehashi.services.disaster.operations.getting import Got, NotGotError, get
from kakehashi.services.disaster.operations.jma_taking import take_in

MOST_AT_ONCE = 100  # messages of one reading; the rest follows at the next
ATTEMPTS = 3
MONTH = dt.timedelta(days=30)


class CeilingReachedError(Exception):
    """As much as may be fetched in a day has been."""


def read_feeds(cycle: str, *, by: Actor) -> int:
    """Take in what the feeds of this cycle (a key of ``settings.JMA_FEEDS``) have that is new. Returns how many."""
    return sum(_read_feed(feed, by) for feed in _feeds(cycle, by))


def _feeds(cycle: str, by: Actor) -> list[Feed]:
    """A row for each address that is set; an address that was changed begins anew."""
    found = []
    for number, address in enumerate(settings.JMA_FEEDS[cycle], 1):
        feed = Feed.objects.filter(name=f"{cycle}-{number}").first() or Feed(name=f"{cycle}-{number}")
        if feed.url != address:
            with act("disaster.set_feed", feed, by=by, permit=may(by, Permission.OPERATE)) as record:
                feed.url, feed.etag, feed.last_modified, feed.trouble = address, "", "", ""
                feed.save()
                record.thing = feed
        found.append(feed)
    return found


def _read_feed(feed: Feed, by: Actor) -> int:
    try:
        got = _get(feed, feed.url, feed.etag, feed.last_modified)
        listed = entries(got.data, feed=feed.url) if got.data is not None else []
    except (NotGotError, ReadError, CeilingReachedError) as failed:
        _note(feed, trouble=str(failed))
        return 0
    known = set(FeedEntry.objects.filter(address__in=[one.address for one in listed]).values_list("address", flat=True))
    FeedEntry.objects.bulk_create(
        (FeedEntry(feed=feed, address=one.address) for one in listed if one.address not in known), ignore_conflicts=True
    )
    _note(feed, trouble="", etag=got.etag, modified=got.modified)
    return _take_entries(feed, by)


def _take_entries(feed: Feed, by: Actor) -> int:
    """What is still to be fetched, oldest first."""
    taken = 0
    for entry in feed.entries.filter(is_done=False, attempts__lt=ATTEMPTS)[:MOST_AT_ONCE]:
        try:
            taken += _take_entry(feed, entry, by)
        except CeilingReachedError as reached:
            _note(feed, trouble=str(reached))
            break
    return taken


def _take_entry(feed: Feed, entry: FeedEntry, by: Actor) -> bool:
    """Whether it was a new message. What cannot be read is not fetched again; what did not arrive is, twice."""
    is_new = False
    try:
        if tables.type_of(code_in(entry.address), "").family != "other":
            data = _get(feed, entry.address).data
            is_new = take_in(data or b"", by=by, name=entry.address, source=entry.address).is_new
        entry.is_done = True
    except NotGotError as failed:
        entry.trouble = str(failed)[:300]
    except ReadError as unread:
        entry.is_done, entry.trouble = True, str(unread)[:300]
    entry.attempts += 1
    entry.save(update_fields=["attempts", "is_done", "trouble"])
    return is_new


def _get(feed: Feed, address: str, etag: str = "", modified: str = "") -> Got:
    """Counted. Raises ``NotGotError``, ``CeilingReachedError``."""
    today = clock.today()
    Feed.objects.filter(pk=feed.pk).exclude(day=today).update(day=today, bytes_today=0)
    used = Feed.objects.filter(day=today).aggregate(sum=Sum("bytes_today"))["sum"] or 0
    if used >= settings.JMA_BYTES_A_DAY:
        raise CeilingReachedError(_("今日受信してよい量に達しました。明日また受信します。"))
    got = get(address, most=MAX_BYTES, etag=etag, modified=modified)
    Feed.objects.filter(pk=feed.pk).update(bytes_today=F("bytes_today") + len(got.data or b""))
    return got


def _note(feed: Feed, *, trouble: str, etag: str | None = None, modified: str | None = None) -> None:
    feed.trouble, feed.fetched_at = trouble[:300], clock.now()
    feed.etag = feed.etag if etag is None else etag
    feed.last_modified = feed.last_modified if modified is None else modified
    feed.save(update_fields=["trouble", "fetched_at", "etag", "last_modified"])


def forget_entries(*, by: Actor) -> int:
    """Addresses of more than a month ago, which no feed names any more. Returns how many."""
    with act("disaster.forget_entries", None, by=by, permit=may(by, Permission.OPERATE)) as record:
        count, _kinds = FeedEntry.objects.filter(seen_at__lt=clock.now() - MONTH).delete()
        record.extra = {"count": count}
    return count
