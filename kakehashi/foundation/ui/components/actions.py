"""What one can press."""

from django.utils.safestring import SafeString

from kakehashi.foundation.ui.drawing import draw, one_of
from kakehashi.foundation.ui.icons import PATHS, POINTING

KINDS = ("primary", "secondary", "quiet", "danger")


def icon(*, name: str) -> SafeString:
    """A sign beside words that say the same; never alone."""
    if name not in PATHS:
        raise ValueError(f"no icon is named {name!r}")
    return draw("icon", path=PATHS[name], is_pointing=name in POINTING)


def button(
    *,
    label: str,
    kind: str = "primary",
    href: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    type: str = "submit",  # noqa: A002  # the name it has in HTML
    icon: str = "",
    dense: bool = False,
) -> SafeString:
    """A verb with its object. With `href` a link that looks like a button."""
    one_of("kind", kind, KINDS)
    one_of("type", type, ("submit", "button", "reset"))
    return draw(
        "button",
        label=label,
        kind=kind,
        href=href,
        name=name,
        value=value,
        form=form,
        type=type,
        icon=icon,
        dense=dense,
    )


def moves(content: SafeString, *, label: str = "") -> SafeString:
    """The moves that are open, side by side; they stay at the bottom of a phone's screen."""
    return draw("moves", content=content, label=label)


def details(content: SafeString, *, summary: str, is_open: bool = False) -> SafeString:
    """What only some readers need, one press away."""
    return draw("details", content=content, summary=summary, is_open=is_open)


def search_box(*, action: str, value: str = "", label: str = "", name: str = "q", id: str = "search") -> SafeString:  # noqa: A002  # the name it has in HTML
    """One box that searches by GET. On the page's header the key `/` leads into it."""
    return draw("search_box", action=action, value=value, label=label, name=name, id=id)
