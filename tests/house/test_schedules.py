"""What an app does by itself is told to the schedule: a list that nobody registers would never run."""

from importlib import import_module

from kakehashi.foundation.tasks.schedule import Scheduled, entries
from tests.house.sources import module_name, modules


def _schedules() -> dict[str, list[Scheduled]]:
    named = [module_name(path) for path in modules("kakehashi") if path.stem in ("tasks", "schedule")]
    found = {name: getattr(import_module(name), "SCHEDULE", None) for name in named}
    return {name: rows for name, rows in found.items() if rows}


def test_every_schedule_is_registered() -> None:
    schedules = _schedules()

    assert len(schedules) >= 8
    assert [row.name for rows in schedules.values() for row in rows if row.name not in entries()] == []
