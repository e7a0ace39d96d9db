"""Lists, tables and pairs of name and value."""

import datetime as dt
from collections.abc import Sequence

from django.utils.safestring import SafeString

from kakehashi.foundation.ui.components.status import TONE_ICONS
from kakehashi.foundation.ui.drawing import draw, one_of, trimmed
from kakehashi.foundation.ui.items import File, Link


def table(content: SafeString, *, caption: str, dense: bool = True, show_caption: bool = True) -> SafeString:
    """A table (`thead`, `tbody` inside); it scrolls within itself where the screen is narrow."""
    return draw("table", content=content, caption=caption, dense=dense, show_caption=show_caption)


def list_(content: SafeString, *, label: str, dense: bool = True) -> SafeString:
    """One line per thing (`ui_row` inside); on a phone each line becomes a card with the same order of facts."""
    return draw("list", content=content, label=label, dense=dense)


def row(
    content: SafeString,
    *,
    title: str,
    href: str = "",
    number: str = "",
    note: str = "",
    who: str = "",
    state: str = "",
    tone: str = "neutral",
    since: dt.date | dt.datetime | None = None,
    until: dt.date | dt.datetime | None = None,
    turn: str = "",
    is_mine: bool = False,
) -> SafeString:
    """One thing of a list: what, who, state, since and until, whose turn; its content is the next step."""
    one_of("tone", tone, tuple(TONE_ICONS))
    return draw(
        "row",
        content=trimmed(content),
        title=title,
        href=href,
        number=number,
        note=note,
        who=who,
        state=state,
        tone=tone,
        since=since,
        until=until,
        turn=turn,
        is_mine=is_mine,
    )


def definition(content: SafeString, *, dense: bool = False) -> SafeString:
    """Names and values (`ui_term` inside)."""
    return draw("definition", content=content, dense=dense)


def term(content: SafeString, *, label: str, action_label: str = "", action_href: str = "") -> SafeString:
    """One name and its value; with an action, e.g. 変更する on a page that shows one's answers."""
    return draw("term", content=trimmed(content), label=label, action_label=action_label, action_href=action_href)


def cards(content: SafeString, *, label: str = "") -> SafeString:
    """Cards side by side (`ui_card` inside)."""
    return draw("cards", content=content, label=label)


def card(content: SafeString, *, title: str, href: str = "", level: int = 2, note: str = "") -> SafeString:
    """One thing to choose, or one part of a board. `level` is that of its heading."""
    one_of("level", str(level), ("2", "3", "4"))
    return draw("card", content=content, title=title, href=href, level=level, note=note)


def filter_chips(*, items: Sequence[Link], label: str, clear_href: str = "") -> SafeString:
    """Which filters are on (`is_current`); pressing one turns it on or off."""
    return draw("filter_chips", items=items, label=label, clear_href=clear_href)


def file_list(*, files: Sequence[File], label: str = "") -> SafeString:
    """Files to download, with kind and size."""
    return draw("file_list", files=files, label=label)
