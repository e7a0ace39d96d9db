import datetime as dt
import io
from collections.abc import Callable

import pytest
import xlsxwriter

from kakehashi.foundation.forms import spreadsheets
from kakehashi.foundation.forms.spreadsheets import SpreadsheetError, read_sheets
from tests.foundation.forms import bombs

OVER = "ファイルの中身が大きすぎるため、受け取れません。不要な内容を消してください。"
TABLE = "表が大きすぎるため、受け取れません(100,000行、200列まで)。余分な行や列を消してください。"
UNREADABLE = "Excelファイルとして読み取れません。Excelで開き、保存し直してください。"


def _file(*rows: list[object]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("表")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, column, value, book.add_format({"num_format": "yyyy-mm-dd"}))
                else:
                    sheet.write(number, column, value)
        book.add_worksheet("二枚目")
    return target.getvalue()


def test_values_are_read_as_strings() -> None:
    content = _file(["氏名", "", 12, 1.5, True, dt.date(2012, 7, 9)], ["", "二行目"])

    assert read_sheets(content) == {
        "表": [["氏名", "", "12", "1.5", "TRUE", "2012-07-09"], ["", "二行目", "", "", "", ""]],
        "二枚目": [],
    }


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (bombs.huge_sheet, OVER),
        (bombs.many_rows, OVER),
        (bombs.far_corner, TABLE),
        (bombs.shared_strings, OVER),
        (lambda: bombs.many_rows(120_000), TABLE),
        (lambda: bombs.shared_strings(600_000), TABLE),
        (lambda: bombs.lying(bombs.huge_sheet(150), "xl/worksheets/sheet1.xml", 5_000), OVER),
        (lambda: bombs.workbook([bombs.sheet_of(b"<x:c r='XFD1'/>")]), TABLE),
        (lambda: bombs.workbook([bombs.sheet_of(b"<c/>" * 201)]), TABLE),
        (lambda: bombs.workbook([bombs.sheet_of(b"<row r='90000'/><c r='GA90000'/>")]), TABLE),
        (lambda: bombs.workbook([bombs.sheet_of(b'<c r="&#88;FD1"/>')]), UNREADABLE),
        (lambda: bombs.workbook(["<c r='XFD1048576'/>".encode("utf-16")]), UNREADABLE),
        (lambda: bombs.workbook([b'<!DOCTYPE r [<!ENTITY a "b">]>']), UNREADABLE),
        (lambda: bombs.workbook([b"<c " + b"a" * 40_000]), UNREADABLE),
        (lambda: b"PK\3\4 and no more", UNREADABLE),
        (lambda: b"", UNREADABLE),
        (lambda: b"x" * (11 << 20), "ファイルが大きすぎます(10MBまで)。"),
    ],
)
def test_hostile_files_are_refused_before_they_are_parsed(
    make: Callable[[], bytes], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make()
    monkeypatch.setattr("subprocess.run", lambda *args, **kwargs: pytest.fail("it reached the parser"))

    with pytest.raises(SpreadsheetError) as refused:
        read_sheets(content)

    assert str(refused.value) == sentence


def test_a_parser_that_dies_takes_only_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "_measure", lambda content: None)

    with pytest.raises(SpreadsheetError, match="読み取れません"):
        read_sheets(bombs.far_corner())


def test_a_parser_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "CHILD_SECONDS", 0.001)

    with pytest.raises(SpreadsheetError, match="複雑すぎて"):
        read_sheets(_file(["a"]))
