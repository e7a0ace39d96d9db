"""The zip of one municipality, opened on a computer without a net."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from kakehashi.services.disaster.site import offline
from kakehashi.services.disaster.site.writing import publish
from tests.services.disaster.site import sample
from tests.services.disaster.site.pages import Page, resolved

HIMEJI = "0320100"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("offline")
    sheet, huge = folder / "sheet.pdf", folder / "huge.pdf"
    sheet.write_bytes(b"%PDF-1.7 a sheet")
    huge.write_bytes(b"\0" * offline.LARGEST)
    publish(folder, sample.snapshot, papers={HIMEJI: {"huge.pdf": huge, "sheet.pdf": sheet}})
    return (folder / f"current/offline/{HIMEJI}.zip").read_bytes()


def test_its_pages_lead_to_each_other_and_nowhere_else(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}

    broken = [
        (path, reference)
        for path, text in files.items()
        if path.endswith(".html")
        for reference in Page(text.decode()).references
        if not reference.startswith(("tel:", "data:,")) and resolved(path, reference) not in files
    ]
    assert broken == []
    assert re.findall(r'href="b/(\d+)/', files["en/index.html"].decode()) == ["7", "3", "1", "6"]
    assert f"en/a/{HIMEJI}/index.html" in files
    assert "en/a/13/index.html" not in files


def test_it_is_small_dated_and_has_the_papers_that_fit(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        papers = [name for name in archive.namelist() if name.endswith(".pdf")]
        first = archive.read("index.html").decode()

    assert len(content) <= offline.LARGEST
    assert papers == ["pdf/sheet.pdf"]
    assert '<a href="pdf/sheet.pdf">sheet.pdf</a>' in first
    assert '<time datetime="2026-11-23T11:00+09:00">' in first


def test_equal_content_is_an_equal_file(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "sheet.pdf").write_bytes(b"%PDF-1.7 a sheet")
    publish(tmp_path, sample.snapshot, papers={HIMEJI: {"sheet.pdf": tmp_path / "sheet.pdf"}})

    assert (tmp_path / f"current/offline/{HIMEJI}.zip").read_bytes() == content
