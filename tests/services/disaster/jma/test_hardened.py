"""Bytes from outside: what may not be read is refused in words, whatever it is, and quickly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.services.disaster.jma.drafting import draft
from kakehashi.services.disaster.jma.hardened import MAX_BYTES, MAX_DEPTH, ReadError, parse
from kakehashi.services.disaster.jma.messages import read
from tests.services.disaster.jma.messages import METEOROLOGY, SEISMOLOGY, coast, item, quake, report, tsunami, warning

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Report>&b;</Report>"""
FILE = b"""<?xml version="1.0"?><!DOCTYPE r SYSTEM "file:///etc/passwd"><Report/>"""


def refusal(data: bytes) -> str:
    with pytest.raises(ReadError) as refused:
        read(data)
    return str(refused.value)


@pytest.mark.parametrize("data", [LAUGHS, FILE])
def test_declarations_are_refused_before_parsing(data: bytes) -> None:
    assert refusal(data) == "DOCTYPE や ENTITY の宣言がある XML は、危険なため読みません。"


def test_entity_that_nobody_declared_is_broken_xml() -> None:
    assert refusal(b"<Report>&secret;</Report>") == "1 行目で XML が途切れているか、壊れています。"


@pytest.mark.parametrize("data", [b"", b"  \n "])
def test_nothing_is_refused(data: bytes) -> None:
    assert refusal(data) == "中身がありません。"


def test_huge_is_refused() -> None:
    assert refusal(report("震度速報", " " * MAX_BYTES)) == "5 MB を超えているため読みません。"


def test_ten_megabytes_are_refused() -> None:
    assert refusal(b"<a>" + b"x" * 10_000_000 + b"</a>") == "5 MB を超えているため読みません。"


def test_too_many_elements_are_refused() -> None:
    assert refusal(b"<a>" + b"<b/>" * 400_000 + b"</a>") == "要素が多すぎるため読みません。"


def test_too_deep_is_refused() -> None:
    deep = MAX_DEPTH + 1

    assert refusal(b"<a>" * deep + b"</a>" * deep) == "XML の入れ子が 40 段を超えています。"


def test_as_deep_as_allowed_is_read() -> None:
    assert parse(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH).tag == "a"


def test_very_deep_is_refused_too() -> None:
    assert refusal(b"<a>" * 100_000 + b"</a>" * 100_000).endswith(("壊れています。", "超えています。"))


def test_truncated_is_refused_with_its_line() -> None:
    whole = report("震度速報")

    assert refusal(whole[: whole.index(b"<EventID>")]) == "7 行目で XML が途切れているか、壊れています。"


def test_other_encoding_is_refused_by_its_name() -> None:
    data = report("震度速報").replace(b"UTF-8", b"Shift_JIS")

    assert refusal(data) == "文字コードが Shift_JIS と書かれています。気象庁の電文は UTF-8 です。"


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "utf-16"])
def test_bytes_of_another_encoding_are_refused(encoding: str) -> None:
    data = report("震度速報").decode().encode(encoding)

    assert refusal(data).startswith("文字コードが UTF-8 ではありません（")


def test_byte_order_mark_is_read() -> None:
    assert read(b"\xef\xbb\xbf" + report("震度速報")).title == "震度速報"


@pytest.mark.parametrize("data", [b"<html/>", b'<Report xmlns="http://example.invalid/"/>'])
def test_other_xml_is_refused(data: bytes) -> None:
    assert refusal(data) == "気象庁防災情報XMLの電文ではありません。"


def test_message_without_header_is_refused() -> None:
    assert refusal(b'<Report xmlns="http://xml.kishou.go.jp/jmaxml1/"/>') == (
        "電文の Control が 0 個あります。1 個のはずです。"
    )


def test_message_with_two_statuses_is_refused() -> None:
    data = report("震度速報", status="訓練").replace(b"<Status>", "<Status>通常</Status><Status>".encode(), 1)

    assert refusal(data) == "電文の Status が 2 個あります。1 個のはずです。"


WHOLE = (
    report("震源・震度に関する情報", quake(("5-", "13", "350", "1310100")), kind=SEISMOLOGY),
    report("津波警報・注意報・予報a", tsunami(coast("210", "52", "大津波警報", arrival="11:00")), kind=SEISMOLOGY),
    report("気象警報・注意報（Ｈ２７）", warning("市町村等", item("03", "大雨警報", "1310100")), kind=METEOROLOGY),
)


@settings(max_examples=300, deadline=None)
@given(whole=st.sampled_from(WHOLE), cuts=st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=6)), max_size=6))
def test_damaged_message_is_read_or_refused(whole: bytes, cuts: list[tuple[int, bytes]]) -> None:
    """No other exception, whatever bytes were lost or changed on the way."""
    data = whole
    for place, put in cuts:
        data = data[: place % len(data)] + put + data[place % len(data) + len(put) :]

    try:
        draft(read(data, "VXSE53"))
    except ReadError as refused:
        assert str(refused)


@settings(max_examples=200, deadline=None)
@given(
    whole=st.sampled_from(WHOLE), number=st.integers(0, 60), other=st.sampled_from(["", "Code", "Item", "Area", "Kind"])
)
def test_message_with_an_element_renamed_is_read_or_refused(whole: bytes, number: int, other: str) -> None:
    """Well-formed, of another shape than expected."""
    text = whole.decode()
    names = [part.split(">")[0].split(" ")[0] for part in text.split("<")[2:] if not part.startswith("/")]
    name = names[number % len(names)].rstrip("/")
    data = text.replace(f"<{name}", f"<{other or 'Z'}").replace(f"</{name}", f"</{other or 'Z'}").encode()

    try:
        draft(read(data))
    except ReadError as refused:
        assert str(refused)
