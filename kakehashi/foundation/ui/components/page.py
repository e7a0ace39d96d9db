"""Finding one's way: crumbs, tabs, pages, language."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kakehashi.foundation.ui.drawing import draw, trimmed
from kakehashi.foundation.ui.items import Link


def block(context: Context, *, name: str) -> SafeString:
    """What the page puts into its block `name`; empty where it puts nothing.

    `ui/page.html` asks before it draws the frame around a block, and prints the title twice.
    """
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    node = blocks.get_block(name) if blocks else None
    return trimmed(node.render(context)) if node else SafeString()


def crumbs(*, items: Sequence[Link]) -> SafeString:
    """The way from the home page to here; the last item is this page."""
    return draw("crumbs", items=items)


def tabs(*, items: Sequence[Link], label: str) -> SafeString:
    """Views of the same list or thing, each with its own address."""
    return draw("tabs", items=items, label=label)


def pagination(context: Context, *, page: "Page[Any]", param: str = "page", label: str = "") -> SafeString:
    """Pages of a list; keeps the other parameters of the address."""
    request: HttpRequest = context["request"]

    def address(number: int) -> str:
        query = request.GET.copy()
        query[param] = str(number)
        return f"?{query.urlencode()}"

    paginator = page.paginator
    numbers = [
        (number, address(number) if isinstance(number, int) else "", number == page.number)
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return draw(
        "pagination",
        label=label,
        page=page,
        total=paginator.count,
        numbers=numbers,
        is_needed=paginator.num_pages > 1,
        previous=address(page.previous_page_number()) if page.has_previous() else "",
        next=address(page.next_page_number()) if page.has_next() else "",
    )


def language_switch(
    context: Context, *, languages: Sequence[tuple[str, str]], action: str, return_to: str = ""
) -> SafeString:
    """Every language by its own name; `action` is the address of `set_language`."""
    return draw(
        "language_switch",
        languages=languages,
        action=action,
        return_to=return_to,
        current=get_language(),
        csrf_token=context.get("csrf_token", ""),
    )


def print_only(content: SafeString) -> SafeString:
    """Seen on paper only."""
    return draw("print_only", content=content)
