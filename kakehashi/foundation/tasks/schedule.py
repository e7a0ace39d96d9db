"""What runs at regular times. Each app declares one list and hands it in from its ``AppConfig.ready``."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi.kernel import clock


@dataclass(frozen=True)
class Scheduled:
    """A task (dotted path, no arguments) that runs `every` so often, or once a day `at` a time of day in Japan."""

    name: str
    label: str | Promise
    task: str
    every: dt.timedelta | None = None
    at: dt.time | None = None

    def __post_init__(self) -> None:
        if (self.every is None) == (self.at is None):
            raise ValueError(f"{self.name}: either every or at")

    def following(self, moment: dt.datetime) -> dt.datetime:
        """When it runs next after `moment`, counted from `moment` so that missed runs are made up for once."""
        if self.every is not None:
            return moment + self.every
        assert self.at is not None  # noqa: S101  # by __post_init__, said for the type checker
        day = clock.japan_day(moment)
        planned = dt.datetime.combine(day, self.at, clock.JAPAN)
        return planned if planned > moment else planned + dt.timedelta(days=1)


_entries: dict[str, Scheduled] = {}


def register(entries: Iterable[Scheduled]) -> None:
    """Add an app's entries; the same entry twice is harmless, another one under the same name an error."""
    for entry in entries:
        if _entries.setdefault(entry.name, entry) != entry:
            raise ValueError(f"two schedule entries are called {entry.name}")


def entries() -> dict[str, Scheduled]:
    """All entries by name."""
    return dict(_entries)


SCHEDULE = [
    Scheduled("tasks.sweep", _("終わった仕事の記録を消す"), "kakehashi.foundation.tasks.tasks.sweep", at=dt.time(3, 0)),
]
