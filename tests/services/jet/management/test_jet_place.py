import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.services.jet.placing.test_reading import FILES, files

EXAMPLE = Path(__file__).resolve().parents[5] / "shared" / "data" / "jet" / "placement_example"


def folder(path: Path, given: dict[str, bytes]) -> Path:
    path.mkdir()
    for name, data in given.items():
        (path / name).write_bytes(data)
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLE.exists(), reason="NOT RUN: the example of ../shared is not here")
def test_the_example_reaches_the_proven_optimum_of_every_tier(tmp_path: Path) -> None:
    call_command("jet_place", str(EXAMPLE), str(tmp_path / "out"), seed=3, stdout=StringIO())

    told = json.loads((tmp_path / "out" / "certificate.json").read_text())
    expected = json.loads((EXAMPLE / "expected.json").read_text())
    assert told["tiers"] == expected["tiers"]
    assert told["seed"] == 3
    placed, left = rows(tmp_path / "out" / "assignments.csv"), rows(tmp_path / "out" / "unplaced.csv")
    assert {row["candidate_id"] for row in placed + left} == {
        row["candidate_id"] for row in rows(EXAMPLE / "candidates.csv")
    }
    assert len(placed) + len(left) == expected["candidates"]
    assert all(row["reason"] for row in left + rows(tmp_path / "out" / "unfilled.csv"))


def test_the_same_input_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", files())

    for name in ("one", "two"):
        call_command("jet_place", str(given), str(tmp_path / name), seed=7, stdout=StringIO())

    for name in ("assignments.csv", "unplaced.csv", "unfilled.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_who_stays_without_a_place_and_what_stays_open_is_told_with_the_reason(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", files(lines=FILES["lines.csv"].replace("ALT,2,*,,0", "ALT,2,*,N5,0")))

    with translation.override("en"):
        call_command("jet_place", str(given), str(tmp_path / "out"), stdout=StringIO())

    assert rows(tmp_path / "out" / "assignments.csv") == [{"candidate_id": "008", "line_id": "02"}]
    assert rows(tmp_path / "out" / "unplaced.csv") == [
        {
            "candidate_id": "007",
            "reason": "No request's conditions are met. Conditions not met, with their posts: Japanese ability 2. "
            "Open posts that one condition alone keeps away: Japanese ability 2.",
        }
    ]
    assert rows(tmp_path / "out" / "unfilled.csv") == [
        {
            "line_id": "01",
            "open_posts": "2",
            "reason": "No candidate meets the conditions. Conditions not met, with the people: Japanese ability 1. "
            "Candidates without a place whom one condition alone keeps away: Japanese ability 1.",
        }
    ]


def test_bad_input_is_refused_by_file_line_id_and_reason_and_nothing_is_written(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", files(candidates=FILES["candidates.csv"] + "007,XX,ALT,,1,A,62,any,\n"))

    with pytest.raises(CommandError) as refused, translation.override("en"):
        call_command("jet_place", str(given), str(tmp_path / "out"))

    assert str(refused.value).splitlines() == [
        "candidates.csv:4 007 occurs twice (2)",
        "candidates.csv:4 007 not an allowed value (country = 'XX')",
    ]
    assert not (tmp_path / "out").exists()


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"candidates\.csv"):
        call_command("jet_place", str(tmp_path / "nowhere"), str(tmp_path / "out"))
