"""Sheets as lists show them: by what they say first, since a code alone tells nobody what hangs there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import ngettext

from kakehashi.foundation.ui.languages import spoken
from kakehashi.services.disaster.models import Sentence, Sheet
from kakehashi.services.disaster.queries.sheet_status import SheetStatus, statuses_of


@dataclass(frozen=True)
class SheetRow:
    """A sheet, its title, its state in words and the tone of them."""

    status: SheetStatus
    title: str

    @property
    def sheet(self) -> Sheet:
        return self.status.sheet

    @property
    def state(self) -> str:
        return str(self.status.status.label)

    @property
    def tone(self) -> str:
        return self.status.tone


def sheet_rows(sheets: Iterable[Sheet]) -> list[SheetRow]:
    """Each with its title, by two questions for all."""
    listed = list(sheets)
    codes = {line["code"] for sheet in listed for line in sheet.lines}
    known = {
        code: spoken(ja, en)
        for code, ja, en in Sentence.objects.filter(code__in=codes).values_list("code", "title_ja", "title_en")
    }
    return [
        SheetRow(status, _title([known.get(line["code"], line["code"]) for line in status.sheet.lines]))
        for status in statuses_of(listed)
    ]


def _title(sentences: list[str]) -> str:
    if len(sentences) < 2:
        return "".join(sentences)
    more = len(sentences) - 1
    words = ngettext("%(first)s ほか%(more)d件", "%(first)s ほか%(more)d件", more)
    return words % {"first": sentences[0], "more": more}
