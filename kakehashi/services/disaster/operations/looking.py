"""Whether a whole look at what the public reads is worth while: one small question a minute instead of all of it.

Whatever changes what the pages show leaves a row in the record (`foundation.audit`), numbered in the order of the
commits; the clock ends what is past its time, and begins and ends drills. Everything else (data loaded by a command, a
restored backup) is seen at the latest after `LONGEST`.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db.models import Max, Q

from kakehashi.foundation.audit.models import AuditRow
from kakehashi.kernel import clock
from kakehashi.services.disaster.models import Exercise
from kakehashi.services.disaster.site import releases
from kakehashi.services.disaster.site.environment import STAMP
from kakehashi.services.disaster.site.signing import Signer, signer_or_none
from kakehashi.services.disaster.site.snapshot import Bulletin, Sheet, Snapshot

LONGEST = dt.timedelta(minutes=30)
_KEY = "disaster:pages:looked"
_SHOWN = ("disaster.", "translation.", "access.edit_organisation")
_OWN = "disaster.publish_pages"


@dataclass(frozen=True)
class Look:
    """What stood when the pages were last compared with the database. Taken before the database is read."""

    number: int  # of the last row of the record
    ground: tuple[object, ...]
    until: dt.datetime  # from then on it counts no more

    @classmethod
    def now(cls) -> "Look":
        number = AuditRow.objects.aggregate(last=Max("number"))["last"] or 0
        return cls(number, _ground(), clock.now() + LONGEST)

    def keep(self, shown: Snapshot) -> None:
        """The pages were found, or made, as `shown`."""
        things: list[Bulletin | Sheet] = [*shown.bulletins, *shown.sheets]
        turns = [each.valid_until.at for each in things if each.valid_until]
        for times in Exercise.objects.filter(ends_at__gt=clock.now()).values_list("starts_at", "ends_at"):
            turns += times
        until = min([each for each in turns if each > clock.now()] + [self.until])
        cache.set(_KEY, Look(self.number, _ground(), until), None)


def is_unchanged() -> bool:
    """Whether nothing the pages show has been written, or ended, since the last look."""
    last: Look | None = cache.get(_KEY)
    if last is None or last.ground != _ground() or not clock.now() < last.until:
        return False
    shown = Q()
    for prefix in _SHOWN:
        shown |= Q(action__startswith=prefix)
    return not AuditRow.objects.filter(shown, number__gt=last.number).exclude(action=_OWN).exists()


def _ground() -> tuple[object, ...]:
    """What else the pages depend on: the release that stands, the program, the settings."""
    standing = releases.current(settings.DISASTER_PAGES)
    return (
        standing.number if standing else 0,
        STAMP,
        str(settings.DISASTER_PAGES),
        settings.DISASTER_PAGES_URL,
        settings.DISASTER_SHOW_MACHINE,
        settings.DISASTER_PUBLIC_DRILLS,
        signer.mark if (signer := cap_signer()) else "",
    )


def cap_signer() -> Signer | None:
    return signer_or_none(settings.DISASTER_CAP_KEY, settings.DISASTER_CAP_CERTIFICATE)
