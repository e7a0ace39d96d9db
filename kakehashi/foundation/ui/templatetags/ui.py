"""The names of the components in templates. Keyword arguments only; an unknown one is an error of the template."""

from django import template

from kakehashi.foundation.ui import formatting
from kakehashi.foundation.ui.components import actions, forms, lists, page, progress, status

register = template.Library()

SIMPLE_TAGS = {
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
SIMPLE_TAGS_OF_THE_PAGE = {
    "ui_block": page.block,
    "ui_language_switch": page.language_switch,
    "ui_pagination": page.pagination,
}
BLOCK_TAGS = {
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
BLOCK_TAGS_OF_THE_PAGE = {"ui_form": forms.form}
FILTERS = (
    formatting.ui_date,
    formatting.ui_datetime,
    formatting.ui_deadline,
    formatting.ui_fiscal_year,
    formatting.ui_money,
    formatting.ui_number,
)

for name, component in SIMPLE_TAGS.items():
    register.simple_tag(component, name=name)
for name, component in SIMPLE_TAGS_OF_THE_PAGE.items():
    register.simple_tag(component, name=name, takes_context=True)
for name, component in BLOCK_TAGS.items():
    register.simple_block_tag(component, name=name, end_name=f"end_{name}")
for name, component in BLOCK_TAGS_OF_THE_PAGE.items():
    register.simple_block_tag(component, name=name, end_name=f"end_{name}", takes_context=True)
for ui_filter in FILTERS:
    register.filter(ui_filter.__name__, ui_filter)
