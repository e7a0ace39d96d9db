"""`manage.py easy_japanese`."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kakehashi.foundation.translation.easy.linting import lint


def _run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("easy_japanese", *arguments, stdout=out)
    return out.getvalue()


def test_every_line_becomes_one_json_object(tmp_path: Path) -> None:
    path = tmp_path / "texts.txt"
    path.write_text("14:00に来てください。\n\nすぐに 逃《に》げて ください。\n", encoding="utf-8")

    first, empty, easy = (json.loads(line) for line in _run(str(path), "--json").splitlines())

    assert first["score"] == lint("14:00に来てください。").score
    assert [(hit["span"], hit["proposal"]) for hit in first["hits"] if hit["rule"] == "YJ24"] == [([0, 5], "午後2時")]
    assert (empty["score"], empty["hits"]) == (100.0, [])
    assert easy["score"] > first["score"]
    assert set(easy["measures"]["yasanichi"]) == {"vocabulary", "kanji", "hardness", "length", "grammar"}


def test_people_get_a_listing_with_advice_and_proposals(tmp_path: Path) -> None:
    path = tmp_path / "texts.txt"
    path.write_text("14:00に 来《き》て ください。", encoding="utf-8")

    lines = _run(str(path)).splitlines()

    assert lines[0].startswith("1: ")
    assert lines[0].endswith("14:00に 来《き》て ください。")
    assert "    YJ24 error 「14:00」 時刻は「午前」「午後」を付けて、12時間の言い方で書いてください。" in lines
    assert "               → 午後2時" in lines


def test_the_profile_changes_what_is_too_much(tmp_path: Path) -> None:
    path = tmp_path / "texts.txt"
    path.write_text("会社を 休む 人は 電話を して、休みの 日を 言って ください。", encoding="utf-8")

    emergency, living = (json.loads(_run(str(path), "--json", "--profile", name)) for name in ("emergency", "living"))

    assert "YJ01" in {hit["rule"] for hit in emergency["hits"]}
    assert "YJ01" not in {hit["rule"] for hit in living["hits"]}


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\ufeff水\r\n火\r\n".encode())))

    assert len(_run("-", "--json").splitlines()) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("水".encode("cp932"), "is not UTF-8"),
        (b"a" * (10 * 2**20 + 1), "is larger than 10 MB"),
        (b"a" * 50_001, "has more than 50,000 characters"),
        (b"a\0b", "holds a NUL character"),
    ],
)
def test_files_that_are_no_texts_are_refused_in_words(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "texts.txt"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        _run(str(path), "--json")


def test_a_missing_file_and_a_folder_are_refused_in_words(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            _run(str(path))
