"""Applications as files: the receipt as PDF, the list as CSV and Excel."""

from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import override

from kakehashi.engines.calls.queries.lists import Line, all_lines
from kakehashi.engines.calls.queries.narrowing import Filter
from kakehashi.engines.calls.queries.receipts import Receipt
from kakehashi.foundation.documents.exports import Cell, csv_parts, xlsx_file
from kakehashi.foundation.documents.pdf import render
from kakehashi.foundation.forms.display import ShownRow, display_answers
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.formatting import moment_text
from kakehashi.kernel import clock

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_WIDTHS = (20, 40, 12, 36, 24, 24, 20, 20, 14, 20, 22, 14, 14, 14)


def receipt_pdf(receipt: Receipt, language: str) -> bytes:
    """Number, moment, digest, every answer, every file with its hash."""
    with override(language):
        return render("text", _receipt(receipt), language=language)


def _receipt(receipt: Receipt) -> dict[str, Any]:
    application = receipt.application
    handed_in = application.handed_in_at
    facts = [
        (_("受付番号"), application.number or ""),
        (_("公募"), str(application.call)),
        *([(_("申請する枠"), str(application.shown_track))] if application.shown_track else []),
        (_("申請した団体"), str(application.applicant)),
        (_("提出した日時"), moment_text(handed_in) if handed_in else ""),
        (_("控えの確認番号(SHA-256)"), receipt.digest),
    ]
    sections = [{"title": _("受付"), "rows": _rows(facts)}]
    sections += [
        {"title": section.title, "rows": _rows([(row.label, _words(row)) for row in section.rows])}
        for section in display_answers(receipt.version, receipt.answers)
    ]
    files = [(one.name, f"{filesizeformat(one.size)}\nSHA-256 {one.sha256}") for one in receipt.files]
    sections.append(
        {"title": _("ファイル"), "rows": _rows(files), "body": "" if files else _("ファイルはありません。")}
    )
    return {"title": _("申請の控え"), "lead": str(application), "sections": sections}


def _rows(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in pairs]


def _words(row: ShownRow) -> str:
    """An answer as lines; a row of a table as one line."""
    lines = [*row.parts, *(" / ".join(cell for cell in cells if cell) for cells in row.table)]
    return "\n".join(lines) or _("未記入")


def _header() -> list[str]:
    return [
        _("受付番号"),
        _("事業名"),
        _("年度"),
        _("公募"),
        _("枠"),
        _("申請した団体"),
        _("実施する団体"),
        _("支部"),
        _("提出した日"),
        _("状態"),
        _("次の番"),
        _("対象経費(円)"),
        _("申請額(円)"),
        _("決定額(円)"),
    ]


def list_rows(person: Person, narrowed: Filter) -> Iterator[list[Cell]]:
    """The lines of the list, read a thousand at a time, in the words of the page's language."""
    return (_row(line) for line in all_lines(person, narrowed))


def _row(line: Line) -> list[Cell]:
    one = line.application
    return [
        one.number,
        str(one),
        one.fiscal_year,
        str(one.call),
        str(one.track) if one.track else "",
        str(one.applicant),
        str(one.implementer) if one.implementer else "",
        str(one.branch) if one.branch else "",
        clock.japan_day(one.handed_in_at) if one.handed_in_at else None,
        line.state,
        line.whose_turn,
        one.eligible_yen,
        one.requested_yen,
        line.decided_yen,
    ]


def as_csv(rows: Iterable[list[Cell]]) -> Iterator[bytes]:
    return csv_parts(_header(), rows)


def as_xlsx(rows: Iterable[list[Cell]]) -> "IO[bytes]":
    return xlsx_file(_header(), rows, sheet=_("申請"), widths=_WIDTHS)
