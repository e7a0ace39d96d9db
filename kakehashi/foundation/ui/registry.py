"""Every component and filter by its name in templates."""

from collections.abc import Callable
from typing import Any

from kakehashi.foundation.ui import formatting, languages
from kakehashi.foundation.ui.components import actions, forms, lists, page, progress, status

Component = Callable[..., Any]

SIMPLE_TAGS: dict[str, Component] = {
    "ui_bar_chart": progress.bar_chart,
    "ui_button": actions.button,
    "ui_chip": status.chip,
    "ui_crumbs": page.crumbs,
    "ui_empty": status.empty,
    "ui_error_summary": forms.error_summary,
    "ui_file_list": lists.file_list,
    "ui_filter_chips": lists.filter_chips,
    "ui_icon": actions.icon,
    "ui_progress": status.progress,
    "ui_saved": status.saved,
    "ui_search_box": actions.search_box,
    "ui_stat": progress.stat,
    "ui_steps": progress.steps,
    "ui_tabs": page.tabs,
    "ui_turn": status.turn,
}
# These need the request or its token besides their arguments.
SIMPLE_TAGS_OF_THE_PAGE: dict[str, Component] = {
    "ui_block": page.block,
    "ui_language_switch": page.language_switch,
    "ui_pagination": page.pagination,
}
BLOCK_TAGS: dict[str, Component] = {
    "ui_card": lists.card,
    "ui_cards": lists.cards,
    "ui_definition": lists.definition,
    "ui_details": actions.details,
    "ui_event": progress.event,
    "ui_fieldset": forms.fieldset,
    "ui_list": lists.list_,
    "ui_moves": actions.moves,
    "ui_notice": status.notice,
    "ui_print_only": page.print_only,
    "ui_row": lists.row,
    "ui_stats": progress.stats,
    "ui_table": lists.table,
    "ui_term": lists.term,
    "ui_timeline": progress.timeline,
}
BLOCK_TAGS_OF_THE_PAGE: dict[str, Component] = {"ui_form": forms.form}
FILTERS: tuple[Component, ...] = (
    formatting.ui_date,
    formatting.ui_datetime,
    formatting.ui_deadline,
    formatting.ui_fiscal_year,
    formatting.ui_money,
    formatting.ui_number,
    languages.ui_ja,
)
