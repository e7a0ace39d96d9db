import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.services.disaster.jma.messages import SEISMOLOGY, quake, report

SLOTS = {
    "place": ["quake:350"],
    "intensity": "4",
    "occurred_at": "2026-11-23T10:30",
    "epicentre": ["epicentre:288"],
}


def reading(*paths: Path, **options: Any) -> tuple[list[str], int]:
    """What was written, and the exit code."""
    out = StringIO()
    try:
        call_command("jma_read", *map(str, paths), stdout=out, **options)
    except SystemExit as ended:
        return out.getvalue().splitlines(), int(ended.code or 0)
    return out.getvalue().splitlines(), 0


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "x_VXSE51_1.xml"
    path.write_bytes(report("震度速報", quake(("4", "13", "350", ""), comment=""), kind=SEISMOLOGY))
    return path


def test_one_line_of_json_for_each_file(good: Path) -> None:
    (line,), code = reading(good, json=True)

    assert code == 0
    assert json.loads(line) == {
        "file": "x_VXSE51_1.xml",
        "type": "VXSE51",
        "status": "通常",
        "info_type": "発表",
        "event_id": "20261123103000",
        "serial": "1",
        "family": "quake",
        "areas": ["epicentre:288", "pref:13", "quake:350"],
        "draft": {"sentences": [{"code": "QK-08", "slots": SLOTS}]},
        "reason": "",
    }


def test_bad_files_say_why_and_the_others_go_on(good: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_bytes(good.read_bytes()[:-20])

    lines, code = reading(broken, tmp_path / "none.xml", tmp_path, good, json=True)

    errors = [json.loads(line).get("error") for line in lines]
    assert code == 1
    assert errors[0] == "13 行目で XML が途切れているか、壊れています。"
    assert [bool(error) for error in errors] == [True, True, True, False]


def test_without_json_a_row_to_be_read(good: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.xml"
    empty.touch()

    lines, code = reading(good, empty)

    assert code == 1
    assert lines == ["x_VXSE51_1.xml\tVXSE51\t通常\t発表\tquake\tQK-08", "empty.xml\t中身がありません。"]


def test_inside_a_drill_only_drills_make_drafts(good: Path) -> None:
    (line,), _ = reading(good, json=True, drill=True)

    assert json.loads(line)["draft"] is None
