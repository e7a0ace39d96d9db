"""The samples of JMA in the reference folder: right family, right status, and a draft where there must be one."""

import csv
import re
from pathlib import Path

import pytest

from kakehashi.services.disaster.jma.drafting import draft
from kakehashi.services.disaster.jma.messages import Message, read

SHARED = Path(__file__).resolve().parents[5] / "shared" / "data" / "disaster"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="NOT RUN: the 71 samples of ../shared are not here"),
]
WITHOUT_SENTENCE = {"VXSE43", "VXSE44", "VXSE45", "VXSE56", "VXSE60", "VXSE61", "VTSE52", "VYSE50", "VYSE51", "VYSE52"}
WITHOUT_SENTENCE |= {"VYSE60", "VFVO52", "VFVO56", "VPTI50", "VPTI51", "VPTW60", "VPTW61", "VPTW62", "VPFG50"}


@pytest.fixture(scope="module")
def samples() -> dict[str, Message]:
    return {path.name: read(path.read_bytes(), path.name) for path in sorted(SHARED.glob("jma_xml_samples/*.xml"))}


def expected_family(code: str) -> str:
    with (SHARED / "spec" / "jma_types.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first, _, last = row["type_code"].replace("/", "-").partition("-")
            codes = {first} | (
                {first[:-2] + str(n) for n in range(int(first[-2:]), int(last) + 1)} if len(last) == 2 else set()
            )
            if last.startswith(first[:4]) or code in codes:
                return row["event_family"]
    raise AssertionError(code)


def test_all_are_read_with_their_family(samples: dict[str, Message]) -> None:
    wanted = {name: expected_family(name.rpartition("_")[2][:6]) for name in samples}

    assert len(samples) == 71
    assert {name: message.family for name, message in samples.items()} == wanted


def test_type_is_that_of_the_file_name_or_known_without_it(samples: dict[str, Message]) -> None:
    unlike = [name for name, message in samples.items() if name.rpartition("_")[2][:6] != message.type]

    assert unlike == []


def test_drills_the_test_and_cancellations_make_no_draft(samples: dict[str, Message]) -> None:
    drills = [message for message in samples.values() if message.status == "訓練"]
    tests = [message for message in samples.values() if message.status == "試験"]
    cancelled = [message for message in samples.values() if message.info_type == "取消"]

    assert (len(drills), len(tests), len(cancelled)) == (6, 1, 9)
    assert [draft(message).draft for message in (*drills, *tests, *cancelled)] == [None] * 16
    assert all(draft(message).reason for message in (*drills, *tests, *cancelled))


def test_a_drill_in_progress_takes_the_drills_only(samples: dict[str, Message]) -> None:
    drafted = {name for name, message in samples.items() if draft(message, in_drill=True).draft}

    assert {samples[name].status for name in drafted} == {"訓練"}
    assert len(drafted) == 6


def test_the_others_make_a_draft_where_the_bank_has_a_sentence(samples: dict[str, Message]) -> None:
    real = [message for message in samples.values() if (message.status, message.info_type) == ("通常", "発表")]

    with_draft = {message.type for message in real if draft(message).draft}

    assert {message.type for message in real} - with_draft == WITHOUT_SENTENCE


def test_no_code_of_a_kind_is_unknown(samples: dict[str, Message]) -> None:
    """Places of before mergers, and those the samples invent, are; kinds of danger are not."""
    gaps = {gap for message in samples.values() for gap in message.gaps}

    assert {gap for gap in gaps if not re.match("(city|river|flood|area|surge):", gap)} == set()
