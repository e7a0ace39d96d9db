"""The sentence bank on disk: every language file says the same things with the same slots."""

import csv
import json
import re
from pathlib import Path

import pytest

from kakehashi.foundation.translation.patterns import parse
from kakehashi.foundation.translation.seed import DATA as LANGUAGES
from kakehashi.services import disaster

DATA = Path(disaster.__file__).parent / "data"
BANK = DATA / "bank"
CAP = {
    "category_cap": "Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other",
    "urgency": "Immediate Expected Future Past Unknown",
    "severity": "Extreme Severe Moderate Minor Unknown",
    "certainty": "Observed Likely Possible Unlikely Unknown",
    "response": "Shelter Evacuate Prepare Execute Avoid Monitor Assess AllClear None",
}
KINDS = (
    "place volcano river facility name date time datetime hours period count money measure phone url choice intensity "
    "level languages country"
)


def rows(name: str) -> list[dict[str, str]]:
    with (BANK / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(part: str, language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((BANK / part / f"{language}.json").read_text(encoding="utf-8"))
    return found


def line_slots(body: str) -> list[list[str]]:
    return [sorted(parse(line).slots) for line in body.split("\n")]


SENTENCES = rows("sentences")
SLOTS = rows("slots")
OPTIONAL = {(slot["code"], slot["name"]) for slot in SLOTS if slot["required"] == "0"}
FILES = sorted(f"{part}/{path.stem}" for part in ("texts", "choices", "words") for path in (BANK / part).glob("*.json"))


def test_the_bank_speaks_every_language_of_residents() -> None:
    with LANGUAGES.open(encoding="utf-8", newline="") as file:
        wanted = {row["code"] for row in csv.DictReader(file) if row["is_resident"] == "1"}

    assert set(FILES) == {f"{part}/{language}" for part in ("texts", "choices", "words") for language in wanted}
    assert len(wanted) == 23


def test_master_has_153_sentences_in_order() -> None:
    orders = [int(row["order"]) for row in SENTENCES]
    codes = [row["code"] for row in SENTENCES]

    assert orders == list(range(1, 154))
    assert len(set(codes)) == 153
    assert {code[:2] for code in codes} == {row["code"] for row in rows("categories")}


@pytest.mark.parametrize("column", CAP)
def test_cap_values_are_those_of_the_standard(column: str) -> None:
    used = {value for row in SENTENCES for value in row[column].split(";") if value}

    assert used - set(CAP[column].split()) == set()


def test_every_slot_has_a_known_kind_and_its_list() -> None:
    lists = {row["list"] for row in rows("choices")}
    named = {slot["list"] for slot in SLOTS if slot["kind"] == "choice"}

    assert {slot["kind"] for slot in SLOTS} - set(KINDS.split()) == set()
    assert named == lists


def test_every_pictogram_is_there_and_named() -> None:
    drawn = {path.stem for path in (DATA / "icons").glob("*.svg")}
    named = {key.removeprefix("icon.") for key in read("words", "ja") if key.startswith("icon.")}

    assert named == drawn
    assert {row["pictogram"].removesuffix(".svg") for row in SENTENCES} - drawn == set()


def test_words_name_every_code_of_the_master() -> None:
    wanted = {f"category.{row['category']}" for row in SENTENCES}
    wanted |= {f"phase.{row['phase']}" for row in SENTENCES}
    wanted |= {f"event.{row['hazard']}" for row in SENTENCES}
    wanted |= {f"audience.{value}" for row in SENTENCES for value in row["audience"].split(";")}
    wanted |= {f"purpose.{value}" for row in SENTENCES for value in row["purposes"].split(";")}

    assert wanted - set(read("words", "ja")) == set()


@pytest.mark.parametrize("file", FILES)
def test_language_file_is_complete_and_clean(file: str) -> None:
    part, language = file.split("/")
    own, master = read(part, language), read(part, "ja")

    assert list(own) == list(master)
    assert [key for key, text in own.items() if parse(text).slots != parse(master[key]).slots] == []
    assert [key for key, text in own.items() if not text.strip() or text != text.strip()] == []
    assert [key for key, text in own.items() if re.search("[｜《》]", text) and language != "ja-x-yasashi"] == []


@pytest.mark.parametrize("language", [file.removeprefix("texts/") for file in FILES if file.startswith("texts/")])
def test_sentences_hold_the_slots_of_the_master(language: str) -> None:
    texts = read("texts", language)
    known: dict[str, set[str]] = {row["code"]: set() for row in SENTENCES}
    for slot in SLOTS:
        known[slot["code"]].add(slot["name"])
    held = {code: {name for line in line_slots(body) for name in line} for code, body in texts.items()}

    assert held == known


@pytest.mark.parametrize("language", [file.removeprefix("texts/") for file in FILES if file.startswith("texts/")])
def test_optional_slots_stand_alone_and_bodies_are_short(language: str) -> None:
    shared, long = [], []
    for code, body in read("texts", language).items():
        lines = line_slots(body)
        optional = [line for line in lines if any((code, name) in OPTIONAL for name in line)]
        shared += [code for line in optional if len(line) > 1]
        long += [code] if len(lines) - len(optional) > 4 or lines[0] in optional else []

    assert shared == []
    assert long == []


@pytest.mark.parametrize("language", [file.removeprefix("texts/") for file in FILES if file.startswith("texts/")])
def test_each_line_holds_the_slots_of_its_line_in_japanese(language: str) -> None:
    texts, master = read("texts", language), read("texts", "ja")
    different = [code for code, body in texts.items() if line_slots(body) != line_slots(master[code])]

    assert different == []


def test_easy_japanese_gives_every_kanji_its_reading() -> None:
    marked = re.compile(r"｜[^｜《》\n]+《[^《》\n]+》|[㐀-鿿々]+《[^《》\n]+》")
    bare = [
        f"{part} {key}"
        for part in ("texts", "choices", "words")
        for key, text in read(part, "ja-x-yasashi").items()
        if re.search("[㐀-鿿々｜《》]", marked.sub("", text))
    ]

    assert bare == []
