"""Tables going out as CSV or Excel, so that no program takes what people typed for a formula."""

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

Cell = str | int | float | Decimal | bool | dt.date | dt.datetime | None
_STARTS_A_FORMULA = tuple("=+-@\t\r\n|")
_PART = 60_000  # characters
# For a workbook: what is typed is text, whatever it looks like.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def safe_cell(text: str) -> str:
    """`text` for a file whose cells have no types: what could begin a formula gets an apostrophe before it.

    Full-width signs count as signs, blanks before them do not help: Excel may fold both.
    """
    start = unicodedata.normalize("NFKC", text[:20]).lstrip(" \u200b\ufeff\0")
    return f"'{text}" if start.startswith(_STARTS_A_FORMULA) or text[:1] in _STARTS_A_FORMULA else text


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it; every cell in quotes; dates as 2012-07-09."""
    return b"".join(csv_parts(header, rows))


def csv_parts(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The same file in parts of some hundred lines, for a response that is sent while the rows are read."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    target.write("\ufeff")
    writer.writerow([safe_cell(name) for name in header])
    for row in rows:
        writer.writerow([safe_cell(value) if isinstance(value, str) else _plain(value) for value in row])
        if target.tell() > _PART:
            yield target.getvalue().encode()
            target.seek(0)
            target.truncate()
    yield target.getvalue().encode()


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def to_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str) -> bytes:
    """One sheet with a bold, frozen first line. Text is written as text, which no program calculates."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, AS_TEXT | {"in_memory": True}) as book:
        page = book.add_worksheet(sheet_name(sheet))
        _write(book, page, header, rows)
        page.autofit()
    return target.getvalue()


def xlsx_file(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str, widths: Sequence[int]
) -> "IO[bytes]":
    """The same for any number of rows: each is written to the disk as it comes. `widths` in characters.

    The file has no name and is gone once it is closed.
    """
    target = TemporaryFile()  # noqa: SIM115  # the response that sends it closes it
    with xlsxwriter.Workbook(target, AS_TEXT | {"constant_memory": True}) as book:
        page = book.add_worksheet(sheet_name(sheet))
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        _write(book, page, header, rows)
    target.seek(0)
    return target


def _write(book: Any, page: Any, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    page.freeze_panes(1, 0)
    for column, name in enumerate(header):
        page.write_string(0, column, name, bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                naive = value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value
                page.write_datetime(number, column, naive, day)
            elif isinstance(value, bool):
                page.write_boolean(number, column, value)
            elif isinstance(value, int | float | Decimal):
                page.write_number(number, column, value)
            elif value:
                page.write_string(number, column, value)


def sheet_name(text: str) -> str:
    """A name Excel takes for a sheet: at most 31 characters, none of []:*?/\\, no apostrophe at its ends."""
    return "".join(" " if c in "[]:*?/\\" else c for c in text)[:31].strip(" '") or "Sheet"
