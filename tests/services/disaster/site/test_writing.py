"""Publishing: all or nothing, only what changed, one at a time, and nothing left behind."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from kakehashi.services.disaster.site import releases, writing
from kakehashi.services.disaster.site.saving import SavedSnapshotError, to_json
from kakehashi.services.disaster.site.snapshot import Snapshot
from kakehashi.services.disaster.site.writing import minimal_publish, publish
from tests.house.sources import ROOT
from tests.services.disaster.site import sample

FEW = sample.languages(3)
NOW = sample.moment(12).at


def small(*numbers: int) -> Snapshot:
    """Three languages, one bulletin for each number."""
    return sample.snapshot(*(sample.bulletin(number) for number in numbers), languages=FEW, sheets=(), offline=())


def inodes(root: Path) -> dict[str, int]:
    site = root / "current"
    return {each.relative_to(site).as_posix(): each.stat().st_ino for each in site.rglob("*") if each.is_file()}


def test_every_file_stands_in_three_encodings(published: Path) -> None:
    site = published / "current"

    plain = [path for path in site.rglob("*") if path.suffix in {".html", ".xml", ".atom", ".json", ".txt"}]
    assert len(plain) > 300
    for path in plain:
        content = path.read_bytes()
        assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == content
        assert brotli.decompress(path.with_name(f"{path.name}.br").read_bytes()) == content


def test_the_manifest_names_every_file(published: Path, files: dict[str, bytes]) -> None:
    manifest = json.loads((published / "current").resolve().with_name("manifest.json").read_bytes())

    named = {path: row["size"] for bundle in manifest["bundles"].values() for path, row in bundle["files"].items()}
    assert named == {path: len(content) for path, content in files.items() if not path.endswith((".gz", ".br"))}


def test_files_written_in_several_goes_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path / "one", lambda: small(1, 2))
    monkeypatch.setattr(writing, "TOGETHER", 20_000)
    publish(tmp_path / "several", lambda: small(1, 2))

    assert sample.folder(tmp_path / "several" / "current") == sample.folder(tmp_path / "one" / "current")


def test_nothing_stands_when_a_file_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, lambda: small(1))
    before = sample.folder(tmp_path / "current")
    monkeypatch.setattr(writing, "_write", _full_disk)

    with pytest.raises(OSError, match="full"):
        publish(tmp_path, lambda: small(1, 2))
    assert sample.folder(tmp_path / "current") == before


def _full_disk(*_file: object, **_options: object) -> None:
    raise OSError("the disk is full")


def test_what_did_not_change_is_the_same_file(tmp_path: Path) -> None:
    first = publish(tmp_path, lambda: small(1))
    before = inodes(tmp_path)
    second = publish(tmp_path, lambda: small(1, 2))
    after = inodes(tmp_path)

    new = {path for path in after if after[path] != before.get(path)}
    plain = {path for path in new if not path.endswith((".gz", ".br"))}
    assert (first.number, second.number, second.made) == (1, 2, len(plain))
    assert {path for path in plain if path.startswith(("en", "s/", "cap/"))} == {
        "en/index.html",
        "en/a/index.html",
        "en/a/28/index.html",
        "en/a/0320100/index.html",
        "en/b/2/index.html",
        "s/K002/index.html",
        "cap/2.xml",
    }


@pytest.mark.parametrize("kept", [2, 3, 9])
def test_a_release_is_the_same_whether_made_anew_or_out_of_others(tmp_path: Path, kept: int) -> None:
    last = (1, 2, 3)
    publish(tmp_path / "anew", lambda: small(*last))
    for numbers in ((1,), (1, 2), (2, 3), (4,), (1, 3), last):
        publish(tmp_path / "upon", lambda numbers=numbers: small(*numbers), kept=kept)

    assert sample.folder(tmp_path / "upon/current") == sample.folder(tmp_path / "anew/current")
    folders = sorted(path.name for path in (tmp_path / "upon/current/en/b").iterdir())
    assert folders == ["1", "2", "3"]


def test_the_oldest_release_becomes_the_next(tmp_path: Path) -> None:
    numbers = []
    for number in (1, 2, 3, 4):
        publish(tmp_path, lambda number=number: small(1, number + 1), kept=2)
        numbers.append((tmp_path / "current").resolve().parent.stat().st_ino)

    assert (numbers[0] == numbers[2], numbers[1] == numbers[3]) == (True, True)


def test_a_file_that_left_the_snapshot_is_gone(tmp_path: Path) -> None:
    publish(tmp_path, lambda: small(1, 2))
    publish(tmp_path, lambda: small(2))

    assert [path for path in sample.folder(tmp_path / "current") if "/b/1/" in path or "K001" in path] == []


def test_the_last_releases_are_kept(tmp_path: Path) -> None:
    for _time in range(4):
        publish(tmp_path, lambda: small(1), kept=2)

    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == ["3", "4"]
    assert os.readlink(tmp_path / "current") == "releases/4/site"  # noqa: PTH115  # as it stands there


def test_what_an_interrupted_publisher_left_is_swept_away(tmp_path: Path) -> None:
    publish(tmp_path, lambda: small(1))
    (tmp_path / "releases/.building-2/site").mkdir(parents=True)
    (tmp_path / "releases/7/site").mkdir(parents=True)  # finished, never swapped in
    (tmp_path / ".current-7").symlink_to("releases/7/site")

    publish(tmp_path, lambda: small(1, 2))

    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == ["1", "2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "current", "releases"]


def test_publishers_take_turns_and_the_last_one_publishes_the_last_state(tmp_path: Path) -> None:
    state = [1]
    problems: list[BaseException] = []

    def add_and_publish(number: int) -> None:
        try:
            state.append(number)
            publish(tmp_path, lambda: small(*state))
        except BaseException as error:  # told below
            problems.append(error)

    threads = [threading.Thread(target=add_and_publish, args=(number,)) for number in (2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert sorted(path.name for path in (tmp_path / "current/en/b").iterdir()) == ["1", "2", "3", "4"]


def test_a_snapshot_with_errors_changes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, lambda: small(1))
    wrong = replace(small(1), bulletins=(sample.bulletin(1, areas=("nowhere",)),))

    with pytest.raises(SavedSnapshotError) as caught:
        publish(tmp_path, lambda: wrong)

    assert str(caught.value) == "bulletin 1: area 'nowhere' がどこにも書かれていません"
    assert releases.current(tmp_path) == releases.Release(tmp_path / "releases/1")


def test_without_hard_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError("no links here")

    publish(tmp_path, lambda: small(1))
    before = sample.folder(tmp_path / "current")
    monkeypatch.setattr(os, "link", refuse)
    publish(tmp_path, lambda: small(1))

    assert sample.folder(tmp_path / "current") == before


def test_an_urgent_round_leaves_the_zips_for_later(tmp_path: Path) -> None:
    publish(tmp_path, lambda: replace(small(1), offline=("0320100",)))
    first = (tmp_path / "current/offline/0320100.zip").read_bytes()
    publish(tmp_path, lambda: replace(small(1, 2), offline=("0320100",)), is_urgent=True)
    second = (tmp_path / "current/offline/0320100.zip").read_bytes()
    publish(tmp_path, lambda: replace(small(1, 2), offline=("0320100",)))
    third = (tmp_path / "current/offline/0320100.zip").read_bytes()

    assert (first == second, second == third) == (True, False)


def test_the_emergency_way_publishes_from_a_file_alone(tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    saved.write_text(to_json(small(1)))

    minimal_publish(tmp_path / "root", saved, now=NOW)

    publish(tmp_path / "other", lambda: small(1))
    assert sample.folder(tmp_path / "root/current") == sample.folder(tmp_path / "other/current")


def test_the_emergency_way_shows_nothing_as_in_force_that_is_past_its_time(tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    ending = sample.bulletin(2, valid_until=sample.moment(11))
    paper = sample.sheet(valid_until=sample.moment(11))
    saved.write_text(to_json(replace(small(1), bulletins=(sample.bulletin(1), ending), sheets=(paper,))))

    minimal_publish(tmp_path, saved, now=NOW)

    words, files = sample.words("en"), sample.folder(tmp_path / "current")
    live = json.loads(files["api/v1/live.json"])["bulletins"]
    said = {path: words["expired"] in files[path].decode() for path in ("en/b/1/index.html", "en/b/2/index.html")}
    assert ([each["id"] for each in live], said) == (["1"], {"en/b/1/index.html": False, "en/b/2/index.html": True})
    assert words["expired"] in files["s/S901/index.html"].decode()


def test_each_release_keeps_what_it_was_made_of(tmp_path: Path) -> None:
    publish(tmp_path, lambda: small(1, 2))

    minimal_publish(tmp_path / "again", (tmp_path / "current").resolve().with_name("snapshot.json"), now=NOW)

    assert sample.folder(tmp_path / "again/current") == sample.folder(tmp_path / "current")


PUBLISHER = """
import sys
from pathlib import Path
from kakehashi.services.disaster.site.writing import publish
from tests.services.disaster.site.test_writing import small
for number in range(2, 10_000):
    publish(Path(sys.argv[1]), lambda: small(1, number), kept=3)
"""


def test_a_killed_publisher_never_leaves_a_mixed_set(tmp_path: Path) -> None:
    publish(tmp_path, lambda: small(1))
    chance = random.Random(5)  # noqa: S311  # nothing to guess
    for _kill in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", PUBLISHER, str(tmp_path)], cwd=ROOT, stderr=subprocess.DEVNULL
        )
        time.sleep(0.8 + chance.random())
        process.send_signal(signal.SIGKILL)
        process.wait()

        standing = releases.current(tmp_path)
        assert standing is not None
        manifest = standing.manifest()["bundles"]
        named = {path: row["size"] for bundle in manifest.values() for path, row in bundle["files"].items()}
        found = {path: len(content) for path, content in sample.folder(standing.site).items()}
        assert {path: size for path, size in found.items() if not path.endswith((".gz", ".br"))} == named
    publish(tmp_path, lambda: small(1, 2))
    assert [path.name for path in (tmp_path / "releases").iterdir() if path.name.startswith(".")] == []
