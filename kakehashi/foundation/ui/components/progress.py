"""Where a thing stands on its way, what happened to it, and figures."""

import datetime as dt
from collections.abc import Sequence

from django.utils.safestring import SafeString

from kakehashi.foundation.ui.components.status import TONE_ICONS
from kakehashi.foundation.ui.drawing import draw, one_of, trimmed
from kakehashi.foundation.ui.items import Bar, Step

# The chart is drawn on a canvas of this width; a bar is at least this long, so that 1 is not mistaken for 0.
CHART_WIDTH = 600
SHORTEST_BAR = 3


def steps(*, items: Sequence[Step], label: str) -> SafeString:
    """The steps of a long work by name."""
    for item in items:
        one_of("state", item.state, ("done", "current", "todo", "problem"))
    return draw("steps", items=items, label=label)


def timeline(content: SafeString, *, label: str) -> SafeString:
    """All that happened, newest first (`ui_event` inside)."""
    return draw("timeline", content=content, label=label)


def event(
    content: SafeString, *, at: dt.datetime | dt.date, what: str, who: str = "", level: str = "neutral"
) -> SafeString:
    """One thing that happened; its content is what was said or changed."""
    one_of("level", level, tuple(TONE_ICONS))
    return draw(
        "event",
        content=trimmed(content),
        at=at,
        has_time=isinstance(at, dt.datetime),
        who=who,
        what=what,
        level=level,
        icon=TONE_ICONS[level],
    )


def stats(content: SafeString, *, label: str = "") -> SafeString:
    """A few numbers side by side (`ui_stat` inside)."""
    return draw("stats", content=content, label=label)


def stat(*, value: int | str, label: str, href: str = "", comparison: str = "", unit: str = "") -> SafeString:
    """One number with its comparison and the way to the records behind it."""
    shown = f"{value:,}" if isinstance(value, int) else value
    return draw("stat", value=shown, label=label, href=href, comparison=comparison, unit=unit)


def bar_chart(*, rows: Sequence[Bar], caption: str, unit: str = "") -> SafeString:
    """Bars drawn by the server, each with its number and the way to its records: a table that shows lengths."""
    most = max((bar.value for bar in rows), default=0)
    lengths = [(bar, max(bar.value * CHART_WIDTH // most, SHORTEST_BAR) if bar.value > 0 else 0) for bar in rows]
    return draw("bar_chart", lengths=lengths, caption=caption, unit=unit, width=CHART_WIDTH)
