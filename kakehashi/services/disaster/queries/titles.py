"""Sheets as lists show them: by what they say first, since a code alone tells nobody what hangs there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kakehashi.foundation.ui.languages import spoken
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import SheetState
from kakehashi.services.disaster.models import Sentence, Sheet


@dataclass(frozen=True)
class SheetRow:
    """A sheet, its title, its state in words and the tone of them."""

    sheet: Sheet
    title: str
    state: str
    tone: str


def sheet_rows(sheets: Iterable[Sheet]) -> list[SheetRow]:
    """Each with its title, by one question for all."""
    listed = list(sheets)
    codes = {line["code"] for sheet in listed for line in sheet.lines}
    known = {
        code: spoken(ja, en)
        for code, ja, en in Sentence.objects.filter(code__in=codes).values_list("code", "title_ja", "title_en")
    }
    return [
        SheetRow(sheet, _title([known.get(line["code"], line["code"]) for line in sheet.lines]), *_state(sheet))
        for sheet in listed
    ]


def _title(sentences: list[str]) -> str:
    if len(sentences) < 2:
        return "".join(sentences)
    more = len(sentences) - 1
    words = ngettext("%(first)s ほか%(more)d件", "%(first)s ほか%(more)d件", more)
    return words % {"first": sentences[0], "more": more}


def _state(sheet: Sheet) -> tuple[str, str]:
    if sheet.state != SheetState.CURRENT:
        return sheet.get_state_display(), "neutral"
    if sheet.valid_until is not None and sheet.valid_until <= clock.now():
        return _("期限が過ぎました"), "danger"
    return _("有効"), "success"
