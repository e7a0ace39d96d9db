"""The file of the banks: 120 bytes a record, in characters that banks write."""

import datetime as dt
from typing import Any

import pytest

from kakehashi.kernel.banking import NotWritableError, Payer, Transfer, bank_text, transfer_file

PAYER = Payer("1234567890", "ジチタイ", "0001", "ミズホ", "001", "ホンテン", "1", "0012345")


def transfer(**values: Any) -> Transfer:
    given: dict[str, Any] = {
        "bank_code": "0005", "bank": "ﾋﾒｼﾞ", "branch_code": "012", "branch": "ﾎﾝﾃﾝ", "kind": "1", "number": "7654321",
        "holder": "ヒメジシカイケイカンリシャ", "yen": 1_000_000, "reference": 5,
    }  # fmt: skip
    return Transfer(**given | values)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("ひめじし", "ﾋﾒｼﾞｼ"), ("パーティー", "ﾊﾟ-ﾃｲ-"), ("abc (1)", "ABC (1)"), ("ヴ", "ｳﾞ")],
)
def test_text_as_banks_write_it(typed: str, written: str) -> None:
    assert bank_text(typed) == written
    assert bank_text(written) == written


def test_what_cannot_be_written_is_named() -> None:
    with pytest.raises(NotWritableError) as refused:
        bank_text("姫路シ姫")

    assert refused.value.characters == "姫路"


def test_the_records_by_their_places() -> None:
    content = transfer_file(PAYER, dt.date(2012, 7, 9), [transfer(), transfer(yen=234, reference=6)])

    header, first, second, trailer, end, rest = content.split(b"\r\n")
    assert [len(record) for record in (header, first, second, trailer, end, rest)] == [120] * 5 + [0]
    line = header.decode("shift_jis")
    assert (line[:14], line[14:54].rstrip(), line[54:58]) == ("12101234567890", "ｼﾞﾁﾀｲ", "0709")
    assert (line[58:62], line[62:77].rstrip(), line[77:80], line[80:95].rstrip()) == ("0001", "ﾐｽﾞﾎ", "001", "ﾎﾝﾃﾝ")
    assert (line[95], line[96:103], line[103:]) == ("1", "0012345", " " * 17)
    line = first.decode("shift_jis")
    assert (line[:5], line[5:20].rstrip(), line[20:23], line[38:42]) == ("20005", "ﾋﾒｼﾞ", "012", " " * 4)
    assert (line[42], line[43:50], line[50:80].rstrip()) == ("1", "7654321", "ﾋﾒｼﾞｼｶｲｹｲｶﾝﾘｼﾔ")
    assert (line[80:90], line[90], line[91:101]) == ("0001000000", "0", "0000000005")
    assert trailer.decode("shift_jis").rstrip() == "8" + "000002" + "000001000234"
    assert end.decode("shift_jis").rstrip() == "9"


@pytest.mark.parametrize("values", [{"yen": 10**10}, {"number": "12345678"}, {"bank": "ア" * 16}, {"kind": "x"}])
def test_what_does_not_fit_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # the message is for programmers
        transfer_file(PAYER, dt.date(2012, 7, 9), [transfer(**values)])
