"""Draws one component from its own template."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe


def draw(component: str, **arguments: object) -> SafeString:
    """The template of `component`; it sees `arguments` and nothing of the page around it."""
    return trimmed(render_to_string(f"ui/components/{component}.html", arguments))


def trimmed(content: SafeString) -> SafeString:
    """Without the white space around it, and still safe: an empty block is then empty."""
    return mark_safe(content.strip())  # noqa: S308  # escaped by the engine before


def one_of(what: str, value: str, allowed: tuple[str, ...]) -> str:
    """`value`, or ``ValueError`` naming the values a component knows for `what`."""
    if value not in allowed:
        raise ValueError(f"{what} must be one of {', '.join(allowed)}, not {value!r}")
    return value
