"""The mapping and the bank agree: every sentence, slot and choice that a draft may name is there and of its kind."""

import csv
from pathlib import Path

import pytest

from kakehashi.services.disaster import values
from kakehashi.services.disaster.jma import tables
from kakehashi.services.disaster.jma.drafting import Rule, draft, mapping
from kakehashi.services.disaster.jma.messages import read
from tests.services.disaster.jma.test_samples import SHARED

BANK = tables.DATA.parent / "bank"
KINDS = {
    "places": {"place"},
    "place": {"river", "volcano"},
    "epicentre": {"place"},
    "code": {"choice"},
    "codes": {"choice"},
    "level": {"level"},
    "arrival": {"datetime"},
    "reported": {"datetime"},
    "origin": {"datetime"},
    "rain": {"measure"},
    "choice": {"choice"},
    "choices": {"choice"},
}
MANY = {"places", "codes", "choices"}


def rows(name: str) -> list[dict[str, str]]:
    with (BANK / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SLOTS = {(row["code"], row["name"]): row for row in rows("slots")}
CHOICES = {(row["list"], row["value"]) for row in rows("choices")}
RULES = mapping()[0]


def test_every_sentence_is_in_the_bank() -> None:
    assert {rule.sentence for rule in RULES} <= {row["code"] for row in rows("sentences")}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.sentence}-{rule.table}")
def test_slots_of_a_rule_are_those_of_its_sentence(rule: Rule) -> None:
    needed = {name for (code, name), row in SLOTS.items() if code == rule.sentence and row["required"] == "1"}
    ways = {name: way.partition(":")[0] for name, way in rule.slots.items()}

    assert needed <= set(rule.slots)
    assert [name for name, way in ways.items() if SLOTS[rule.sentence, name]["kind"] not in KINDS[way]] == []
    assert [name for name, way in ways.items() if way in MANY and SLOTS[rule.sentence, name]["many"] != "1"] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.sentence}-{rule.table}")
def test_choices_of_a_rule_are_in_its_lists(rule: Rule) -> None:
    for name, way in rule.slots.items():
        kept, _, source = way.partition(":")
        table = source.partition(".")[0]
        chosen = (
            set(mapping()[1][table].values()) if source else set(rule.codes) if kept in {"code", "codes"} else set()
        )

        assert {
            ("list", value) for value in chosen if (SLOTS[rule.sentence, name]["list"], value) not in CHOICES
        } == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.sentence}-{rule.table}")
def test_codes_of_a_rule_are_kinds_that_tables_know(rule: Rule) -> None:
    known = {code for table, code in tables.kinds() if table == rule.table}

    assert set(rule.codes) - known == set()
    assert rule.codes


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="NOT RUN: the 71 samples of ../shared are not here")
@pytest.mark.parametrize("in_drill", [False, True])
def test_values_of_every_draft_are_as_they_are_stored(in_drill: bool) -> None:
    """Cleaned they stay what they are, and nothing that a sentence needs is missing."""
    wrong = []
    for path in sorted(Path(SHARED).glob("jma_xml_samples/*.xml")):
        made = draft(read(path.read_bytes(), path.name), in_drill=in_drill).draft
        for sentence in made["sentences"] if made else ():
            blanks = {name: row for (code, name), row in SLOTS.items() if code == sentence["code"]}
            missing = [name for name, row in blanks.items() if row["required"] == "1" and name not in sentence["slots"]]
            cleaned = {name: values.clean(blanks[name]["kind"], value) for name, value in sentence["slots"].items()}
            if missing or cleaned != sentence["slots"]:
                wrong.append((path.name, sentence, missing))

    assert wrong == []
