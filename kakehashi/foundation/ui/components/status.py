"""What says how things stand."""

import datetime as dt

from django.utils.safestring import SafeString

from kakehashi.foundation.ui.drawing import draw, one_of

LEVELS = ("info", "success", "warning", "error")
TONE_ICONS = {
    "neutral": "circle",
    "info": "info",
    "success": "success",
    "warning": "warning",
    "danger": "error",
    "waiting": "clock",
}


def notice(content: SafeString, *, level: str = "info", title: str = "", live: bool = False) -> SafeString:
    """Something the reader should know now. `live` where it appears in answer to what the reader did."""
    one_of("level", level, LEVELS)
    return draw("notice", content=content, level=level, title=title, live=live)


def chip(*, text: str, tone: str = "neutral", icon: str = "") -> SafeString:
    """A state as a word with shape and colour."""
    one_of("tone", tone, tuple(TONE_ICONS))
    return draw("chip", text=text, tone=tone, icon=icon or TONE_ICONS[tone])


def turn(*, who: str, until: dt.date | dt.datetime | None = None, is_mine: bool = False, what: str = "") -> SafeString:
    """Whose turn it is, what for, and until when."""
    return draw("turn", who=who, until=until, is_mine=is_mine, what=what)


def saved(*, at: dt.datetime | None, is_stale: bool = False) -> SafeString:
    """保存しました 14:02. Where scripts run, typing turns it to "not saved yet" and leaving the page asks first."""
    return draw("saved", at=at, state="stale" if is_stale else "saved")


def empty(*, title: str, text: str = "", action_label: str = "", action_href: str = "") -> SafeString:
    """Instead of an empty list: why it is empty and what to do."""
    return draw("empty", title=title, text=text, action_label=action_label, action_href=action_href)


def progress(*, label: str, value: int, total: int) -> SafeString:
    """How far a long work has come; `total` 0 while it is not known."""
    return draw("progress", label=label, value=value, total=total)
