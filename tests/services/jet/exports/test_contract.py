import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from kakehashi.foundation.documents import pdf
from kakehashi.services.jet.exports.bilingual import TEMPLATE, Both
from kakehashi.services.jet.exports.contract import Contract, contract_data, contract_pdf
from kakehashi.services.jet.money.schedule import pay_schedule
from kakehashi.services.jet.money.shipped import shipped
from kakehashi.services.jet.terms.appointing import terms
from kakehashi.services.jet.terms.arrival import Arrival

CODE = '#import "/etc/passwd": * #read("/etc/passwd") $x^2$ @ref *bold* <a> `code` \\ ] } "'
NEW, OLD = Arrival(dt.date(2013, 8, 4)), Arrival(dt.date(2011, 7, 31))
FULL = Contract(
    organisation=Both("姫路市", "Himeji City"),
    representative=Both("姫路市長 姫野 太郎", "HIMENO Taro, Mayor"),
    participant="Jane Doe",
    position="CIR",
    arrival=NEW,
    term=terms(NEW, 2)[1],
    schedule=pay_schedule(shipped(), NEW),
    number="国際第12号",
    dated=dt.date(2014, 7, 1),
    workplaces=[Both("市役所", "City Hall")],
    duties=[Both("翻訳", "Translation"), Both("通訳", "Interpreting")],
    pay_day=Both("毎月21日", "the 21st of each month"),
    leave_days=15,
    insurances=[Both("健康保険", "Health insurance")],
    travel_in=Both("団体が負担", "Borne by the organisation"),
    housing=Both("市の住宅", "City housing"),
    early_notice=30,
    others=[Both("なし", "None")],
    authoritative=Both("日本語", "Japanese"),
)
BARE = Contract(
    Both("たつの市"), Both(""), "John Doe", "ALT", OLD, terms(OLD, 1)[0], pay_schedule(shipped(), OLD), is_net=True
)


def said(contract: Contract, label: str) -> tuple[list[str], list[str]]:
    row = next(row for row in contract_data(contract)["rows"] if row["label"]["en"] == label)
    return row["ja"], row["en"]


def test_the_term_is_said_in_both_languages() -> None:
    assert said(FULL, "Term of appointment") == (
        ["平成26年8月5日から平成27年8月4日まで", "契約の2年目"],
        ["From 5 August 2014 to 4 August 2015", "Contract year 2"],
    )


def test_pay_stands_by_contract_year_with_this_term_marked() -> None:
    row = next(row for row in contract_data(FULL)["rows"] if row["table"])

    assert row["table"]["rows"] == [
        ["1", "3,360,000", "280,000"],
        ["2", "3,600,000", "300,000"],
        ["3", "3,900,000", "325,000"],
        ["4", "3,960,000", "330,000"],
        ["5", "3,960,000", "330,000"],
    ]
    assert row["table"]["marked"] == 1
    assert row["ja"][0] == "この任用期間の合計: 3,600,000円"
    assert row["en"][1].startswith("Before tax")


def test_every_condition_of_a_contract_is_there() -> None:
    labels = [row["label"]["en"] for row in contract_data(FULL)["rows"]]

    assert labels == [
        "Position",
        "Term of appointment",
        "Reappointment",
        "Workplace",
        "Duties",
        "Pay",
        "Working hours",
        "Paid leave",
        "Social insurance",
        "Travel to Japan",
        "Return travel",
        "Housing",
        "Ending early",
        "Other",
        "Authoritative text",
    ]
    assert [row for row in contract_data(FULL)["rows"] if "未設定" in "".join(row["ja"])] == []
    assert said(FULL, "Working hours")[0] == ["1週間に35時間"]
    assert len(said(FULL, "Return travel")[1]) == 4  # and the three conditions


def test_what_is_not_decided_is_printed_as_not_set() -> None:
    data = contract_data(BARE)

    assert [row["label"]["en"] for row in data["rows"] if row["is_unset"]] == [
        "Workplace",
        "Duties",
        "Paid leave",
        "Social insurance",
        "Travel to Japan",
        "Housing",
        "Authoritative text",
    ]
    assert said(BARE, "Workplace") == (["未設定"], ["Not set"])
    assert said(BARE, "Pay")[1] == [
        "In all for this term: Not set",
        "Net pay: the organisation bears income tax and residence tax on it.",
        "Pay day: Not set",
    ]
    assert said(BARE, "Ending early")[1][1].endswith("How long before: Not set")
    table = next(row["table"] for row in data["rows"] if row["table"])
    assert table["rows"][0] == ["1", "未設定 Not set", "未設定 Not set"]


def test_who_has_reached_the_limit_is_promised_nothing() -> None:
    last = replace(FULL, term=terms(NEW, 5)[4])

    assert said(last, "Reappointment")[1] == [
        "The limit (5 years in all) is reached: there is no further reappointment."
    ]
    assert len(said(FULL, "Reappointment")[1]) == 2


def test_without_english_the_japanese_stands_for_it() -> None:
    assert contract_data(BARE)["lead"]["en"].startswith("たつの市 (“the organisation”) and John Doe")


@pytest.mark.parametrize(("contract", "pages"), [(FULL, 2), (BARE, 2)])
def test_it_is_drawn(contract: Contract, pages: int) -> None:
    assert contract_pdf(contract).startswith(b"%PDF-")
    assert _count(contract_data(contract)) == pages


def test_what_is_typed_is_never_code_and_stays_on_the_sheet() -> None:
    """A page full of duties goes on overleaf: as a block that may not break, it would run off the sheet."""
    typed = replace(FULL, participant=CODE, workplaces=[Both(CODE)], duties=[Both("翻訳 " * 30)] * 40)

    assert _count(contract_data(typed)) == 5


def _count(data: dict[str, Any]) -> int:
    return len(pdf.picture(TEMPLATE, data, language="ja", ppi=10))
