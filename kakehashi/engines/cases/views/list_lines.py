"""The lines of the list of cases, drawn as ``ui_row`` draws one, but at once.

Fifty times a component, or fifty times the nodes of a template, would cost more than everything else on the page.
Whatever comes out of the database passes ``escape``.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kakehashi.engines.cases.queries.lists import Line
from kakehashi.foundation.ui.components.status import chip
from kakehashi.foundation.ui.formatting import ui_date, ui_deadline
from kakehashi.foundation.ui.languages import ui_ja
from kakehashi.kernel import clock

# What is drawn the same way again and again, on this page and on the next ones.
_chip = lru_cache(maxsize=500)(lambda state, tone: chip(text=state, tone=tone))


@lru_cache(maxsize=2_000)
def _since(day: dt.date, language: str) -> SafeString:  # part of what is remembered
    return format_html(_("{day}から"), day=ui_date(day))


@lru_cache(maxsize=2_000)
def _until(day: dt.date, today: dt.date, language: str) -> SafeString | str:  # ditto
    return ui_deadline(day)


@dataclass(frozen=True)
class _Page:
    """What is the same on every line of a page, ready to be put into HTML."""

    address: str
    today: dt.date
    language: str
    mine: str
    next_turn: str
    urgent: str
    lead: str
    whose: str
    state: str


def drawn(lines: Iterable[Line]) -> Iterator[tuple[Line, SafeString]]:
    """Each line with its HTML, a list item."""
    page = _Page(
        reverse("cases:list"),
        clock.today(),
        get_language() or "ja",
        mine=f"<strong>{escape(_('あなたの番'))}</strong>",
        next_turn=f'<span class="ui-row__next">{escape(_("次の番："))}</span>',
        urgent=f'<strong class="cases-lines__urgent">{escape(_("急ぎ"))}</strong> ',
        lead=escape(_("担当：")),
        whose=f'<span class="ui-visually-hidden">{escape(_("だれの："))}</span>',
        state=f'<span class="ui-visually-hidden">{escape(_("状態："))}</span>',
    )
    for line in lines:
        parts = (_what(line, page), _who(line, page), _how(line, page), _whose_turn(line, page))
        html = f'<li class="ui-row"{" data-mine" if line.is_mine else ""}>{"".join(parts)}</li>'
        yield line, SafeString(html)  # every part is escaped


def _what(line: Line, page: _Page) -> str:
    case = line.case
    number = f'<span class="ui-row__number">{escape(case.number)}</span> ' if case.number else ""
    return (
        f'<div class="ui-row__what"><a class="ui-row__title" href="{page.address}{case.pk}/">{ui_ja(str(case))}</a>'
        f'<span class="ui-row__note">{page.urgent if case.is_urgent else ""}{number}{escape(line.kind)}</span></div>'
    )


def _who(line: Line, page: _Page) -> str:
    return (
        f'<div class="ui-row__who">{page.whose}{escape(line.asker)}'
        f'<span class="ui-row__note">{escape(line.office)}</span></div>'
    )


def _how(line: Line, page: _Page) -> str:
    """Its state, since when, until when."""
    case = line.case
    since = _since(clock.japan_day(case.step_since), page.language)
    until = _until(case.due_on, page.today, page.language) if case.due_on and case.is_open else ""
    return (
        f'<div class="ui-row__state">{page.state}{_chip(line.state, line.tone)}</div>'
        f'<div class="ui-row__when"><span class="ui-row__since">{since}</span>{until}</div>'
    )


def _whose_turn(line: Line, page: _Page) -> str:
    if line.is_mine:
        step = f'<span class="cases-lines__step">{escape(line.next_step)}</span>' if line.next_step else ""
        turn = page.mine + step
    else:
        turn = page.next_turn + escape(line.whose_turn) if line.whose_turn else ""
    lead = f'<span class="ui-row__note">{page.lead}{escape(line.lead)}</span>' if line.lead else ""
    return f'<div class="ui-row__turn">{turn}{lead}</div>'
