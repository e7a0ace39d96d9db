import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from kakehashi.foundation.documents import pdf
from kakehashi.services.jet.exports.bilingual import TEMPLATE, Both
from kakehashi.services.jet.exports.placement_notice import (
    Placement,
    candidate_notice,
    candidate_notice_pdf,
    organisation_notice,
    organisation_notice_pdf,
)
from kakehashi.services.jet.terms.arrival import Arrival

PLACED = Placement(
    candidate="Jane Doe",
    position="ALT",
    country=Both("アメリカ合衆国", "United States"),
    organisation=Both("姫路市", "Himeji City"),
    addressee=Both("姫路市長 様", "Mayor of Himeji City"),
    prefecture=Both("兵庫県", "Hyogo Prefecture"),
    sender=Both("自治体国際化協会"),
    number="国際第45号",
    dated=dt.date(2013, 5, 22),
    group="B",
    arrival=Arrival(dt.date(2013, 8, 4)),
    workplace=Both("市立中学校", "Junior high schools"),
    japanese_level="N3",
    has_licence=False,
    answer_by=dt.date(2013, 6, 5),
    contact=["自治体国際化協会", "03-0000-0000"],
)
EARLY = replace(
    PLACED,
    number="",
    dated=None,
    group="",
    arrival=None,
    workplace=None,
    japanese_level="",
    has_licence=None,
    answer_by=None,
    contact=[],
)


def english(data: dict[str, Any]) -> dict[str, list[str]]:
    return {row["label"]["en"]: row["en"] for row in data["rows"]}


def test_the_candidate_is_told_where_and_when() -> None:
    data = candidate_notice(PLACED)

    assert data["to"] == ["Jane Doe 様"]
    assert data["from"] == ["自治体国際化協会"]
    assert data["date"] == {"ja": "平成25年5月22日", "en": "22 May 2013"}
    assert english(data) == {
        "Position": ["Assistant Language Teacher (ALT)"],
        "Contracting organisation": ["Himeji City"],
        "Prefecture": ["Hyogo Prefecture"],
        "Workplace": ["Junior high schools"],
        "Day of arrival": ["4 August 2013", "Arrival group B"],
        "Term of appointment": ["From 5 August 2013 to 4 August 2014", "Contract year 1"],
        "Confirm that you have received this notice by": ["5 June 2013"],
    }


def test_the_organisation_is_told_who_comes() -> None:
    data = organisation_notice(PLACED)

    assert data["to"] == ["姫路市長 様", "Mayor of Himeji City"]
    assert english(data) == {
        "Candidate": ["Jane Doe"],
        "Country": ["United States"],
        "Position": ["Assistant Language Teacher (ALT)"],
        "Japanese-Language Proficiency Test": ["N3"],
        "Driving licence": ["No"],
        "Day of arrival": ["4 August 2013", "Arrival group B"],
        "Term of appointment": ["From 5 August 2013 to 4 August 2014", "Contract year 1"],
        "Send the terms of appointment to the candidate by": ["5 June 2013"],
    }


def test_what_is_not_known_yet_is_not_set() -> None:
    data = organisation_notice(EARLY)

    assert [label for label, lines in english(data).items() if lines == ["Not set"]] == [
        "Japanese-Language Proficiency Test",
        "Driving licence",
        "Day of arrival",
        "Term of appointment",
        "Send the terms of appointment to the candidate by",
    ]


@pytest.mark.parametrize("placement", [PLACED, EARLY])
def test_both_are_drawn_on_one_sheet(placement: Placement) -> None:
    assert candidate_notice_pdf(placement).startswith(b"%PDF-")
    assert organisation_notice_pdf(placement).startswith(b"%PDF-")
    for data in (candidate_notice(placement), organisation_notice(placement)):
        assert len(pdf.picture(TEMPLATE, data, language="ja", ppi=10)) == 1
