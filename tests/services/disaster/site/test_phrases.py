"""The bank to look things up in: pages by shelf in every language, and as JSON."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kakehashi.services.disaster.site.paging import LARGEST
from kakehashi.services.disaster.site.snapshot import Shelf, Snapshot
from kakehashi.services.disaster.site.writing import publish
from tests.services.disaster.site import sample
from tests.services.disaster.site.pages import Page, resolved

QUAKES = {"ja": "地震", "en": "Earthquakes"}


def with_bank(count: int = 3) -> Snapshot:
    partly = sample.part(states={"th": None, "my": "machine"})
    parts = [sample.part(code=f"QK-{number:02}") for number in range(count - 1)]
    plain = [replace(part, pictogram="") for part in (partly, *parts)]
    shelves = (Shelf(code="QK", names=QUAKES, phrases=tuple(plain)),)
    return sample.snapshot(sample.bulletin(1), phrases=shelves, sheets=())


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("bank")
    publish(root, lambda: with_bank(80))
    return sample.folder(root / "current")


@pytest.mark.parametrize("code", ["ja", "en", "ar", "my"])
def test_it_is_reached_from_the_beginning_of_the_language(files: dict[str, bytes], code: str) -> None:
    home, contents, shelf = (
        Page(files[f"{code}/{path}index.html"].decode()) for path in ("", "phrases/", "phrases/QK/")
    )

    assert "phrases/index.html" in home.references
    assert "QK/index.html" in contents.references
    assert sample.words(code)["phrases"] in contents.text
    assert shelf.problems + contents.problems == []
    assert f"../../../{'ja' if code != 'ja' else 'en'}/phrases/QK/index.html" in shelf.references


def test_each_sentence_says_how_far_its_text_has_come(files: dict[str, bytes]) -> None:
    said = {code: files[f"{code}/phrases/QK/index.html"].decode() for code in ("en", "my", "th")}

    assert [said["my"].count(sample.words("my")["machine_draft"]), said["en"].count('class="m"')] == [1, 0]
    assert sample.words("th")["missing"] in said["th"]
    assert '<div class="e" lang="ja-x-yasashi" dir="ltr">' in said["th"]


def test_long_shelves_go_on_and_every_page_is_small(files: dict[str, bytes]) -> None:
    pages = {path: content for path, content in files.items() if "/phrases/" in path and path.endswith(".html")}

    assert "en/phrases/QK/2.html" in pages
    assert max(map(len, pages.values())) <= LARGEST
    broken = [
        (path, link)
        for path, content in pages.items()
        for link in Page(content.decode()).references
        if link != "data:," and resolved(path, link) not in files
    ]
    assert broken == []


def test_programs_read_it_by_language(files: dict[str, bytes]) -> None:
    found = json.loads(files["api/v1/phrases/th.json"])

    (shelf,) = found["shelves"]
    first, second = shelf["sentences"][:2]
    assert (found["language"], shelf["code"], shelf["name"], len(shelf["sentences"])) == ("th", "QK", "Earthquakes", 80)
    assert (first["state"], first["lines"], first["stand_in"]["language"]) == ("missing", None, "ja-x-yasashi")
    assert second == {
        "code": "QK-00",
        "state": "checked",
        "lines": ["เกิดแผ่นดินไหวรุนแรงที่ Himeji City", "ไปยังที่สูง", "อย่าใช้รถยนต์"],
        "stand_in": None,
    }
    assert resolved("api/v1/phrases/th.json", shelf["page"]) in files


def test_a_bulletin_changes_nothing_of_it_and_it_is_in_no_zip(tmp_path: Path) -> None:
    publish(tmp_path, with_bank)
    before = {path.stat().st_ino for path in (tmp_path / "current/en/phrases").rglob("*.html")}
    publish(tmp_path, lambda: replace(with_bank(), bulletins=(sample.bulletin(1), sample.bulletin(2))))
    after = {path.stat().st_ino for path in (tmp_path / "current/en/phrases").rglob("*.html")}

    assert before == after
    assert b"phrases/" not in (tmp_path / "current/offline/0320100.zip").read_bytes()
