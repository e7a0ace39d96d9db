import csv
import datetime as dt
import io
import itertools
import zipfile

from kakehashi.foundation.documents.exports import safe_cell, sheet_name, to_csv, to_xlsx
from kakehashi.foundation.forms.spreadsheets import read_sheets

STARTS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]
TAILS = ["1+1", "cmd|' /C calc'!A0", "SUM(A1:A2)", 'HYPERLINK("http://x")', "０"]


def _hostile() -> list[str]:
    """10,000 strings, every start with and without blanks before it."""
    made = (
        f"{blank}{start}{tail}{n}"
        for n in range(100)
        for blank in ["", " "]
        for start, tail in itertools.product(STARTS, TAILS)
    )
    return list(made)


def test_ten_thousand_strings_yield_no_formula() -> None:
    texts = _hostile()

    rows = list(csv.reader(io.StringIO(to_csv(["表"], [[text] for text in texts]).decode("utf-8-sig"), newline="")))
    with zipfile.ZipFile(io.BytesIO(to_xlsx(["表"], [[text] for text in texts], sheet="表"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")

    assert len(texts) == 10_000
    assert [row[0] for row in rows[1:]] == [f"'{text}" for text in texts]
    assert sheet.count(b"<f>") == 0
    assert sheet.count(b't="s"') == 10_001


def test_harmless_text_is_left_alone() -> None:
    assert [safe_cell(text) for text in ["", "姫路市", "1-2", "a=b", "'"]] == ["", "姫路市", "1-2", "a=b", "'"]


def test_csv_is_known_by_excel() -> None:
    content = to_csv(["氏名", "額", "日"], [["姫野", -5, dt.date(2012, 7, 9)], [None, True, 1.5]])

    assert content.decode("utf-8") == '\ufeff"氏名","額","日"\r\n"姫野","-5","2012-07-09"\r\n"","True","1.5"\r\n'


def test_xlsx_comes_back_as_it_went() -> None:
    content = to_xlsx(["氏名", "額", "日"], [["=1+1", 12, dt.date(2012, 7, 9)], [None, 1.5, "https://x"]], sheet="a/b")

    rows = [["氏名", "額", "日"], ["=1+1", "12", "2012-07-09"], ["", "1.5", "https://x"]]
    assert read_sheets(content) == {"a b": rows}


def test_sheet_name_is_one_excel_takes() -> None:
    assert [sheet_name(text) for text in ["[a]:b", "長" * 40, "''"]] == ["a  b", "長" * 31, "Sheet"]
