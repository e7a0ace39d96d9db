"""What was written is in the archive, and what is in the archive comes back."""

import json
import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.operations import remove, store, sweep_orphans
from kakehashi.foundation.notices.models import Mail, Notice
from kakehashi.foundation.organisations.models import Person
from kakehashi.portal.backup.archive import read_manifest
from kakehashi.portal.backup.manifest import Facts
from kakehashi.portal.backup.reading import facts_of, opened, sqlite_file
from kakehashi.portal.backup.taking import take
from kakehashi.portal.backup.verifying import verify_archive
from tests.cast import Cast
from tests.portal.backup.office import wait_for, writers


def restored_facts(data: Path, database: dict[str, Any] | None) -> Facts:
    with opened(database or sqlite_file(data / "kakehashi.sqlite3")) as alias:
        return facts_of(alias)


def test_what_people_write_meanwhile_is_wholly_in_it_or_not_at_all(
    cast: Cast, tmp_path: Path, target: list[str], empty_database: dict[str, Any] | None
) -> None:
    with writers([cast.officer, cast.neighbour], tmp_path) as logs:
        archives = []
        for _number in range(3):
            archives.append(take(tmp_path / "archives"))
            wait_for(logs, 2)  # nobody is held up for good
    out = StringIO()
    call_command("restore", str(archives[-1].path), "--data", str(tmp_path / "new"), *target, stdout=out)

    assert [verify_archive(taken.path).wrong for taken in archives] == [[], [], []]
    taken = archives[-1].manifest
    facts = restored_facts(tmp_path / "new", empty_database)
    assert (facts.tables, facts.chain, facts.migrations) == (taken.tables, taken.chain, taken.migrations)
    assert taken.lost == []
    files = {str(path.relative_to(tmp_path / "new" / "files")) for path in (tmp_path / "new" / "files").rglob("*/*/*")}
    assert facts.documents.keys() - files == set()
    with opened(empty_database or sqlite_file(tmp_path / "new" / "kakehashi.sqlite3")) as alias:
        works = AuditRow.objects.using(alias).filter(action="test.work").count()
        texts = Document.objects.using(alias).filter(name="memo.txt").count()
        rounds = Notice.objects.using(alias).count(), Mail.objects.using(alias).count()
    assert works > 6
    assert (texts, rounds) == (works, (works, works))


def test_a_second_backup_of_the_restored_one_holds_the_same(
    archive: Path, tmp_path: Path, target: list[str], empty_database: dict[str, Any] | None
) -> None:
    call_command("restore", str(archive), "--data", str(tmp_path / "new"), *target, stdout=StringIO())

    facts, manifest = restored_facts(tmp_path / "new", empty_database), read_manifest(archive)
    assert facts.tables == manifest.tables
    assert facts.tables["organisations_person"].rows == Person.objects.count()
    for name, sha256 in facts.documents.items():
        assert (tmp_path / "new" / "files" / name).stat().st_mode & 0o777 == 0o600
        assert manifest.members[f"files/{name}"].sha256 == sha256


def test_the_archive_is_for_its_owner_only_and_nothing_is_left_beside_it(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert list(archive.parent.iterdir()) == [archive]


def test_one_command_each(cast: Cast, data: Path, tmp_path: Path, target: list[str]) -> None:
    (data / "audit_head.log").write_text("1 x 2012-07-09T00:00:00+00:00\n")
    taken, verified, restored = StringIO(), StringIO(), StringIO()

    call_command("backup", stdout=taken)
    path = Path(taken.getvalue().strip())
    call_command("verify_backup", str(path), stdout=verified)
    call_command("restore", str(path), "--data", str(tmp_path / "new"), *target, stdout=restored)

    assert path.parent == data / "backups"
    assert "このアーカイブから復元できます。" in verified.getvalue()
    assert "復元しました" in restored.getvalue()
    assert (tmp_path / "new" / "audit_head.log").read_text().startswith("1 x")
    there = {"audit_head.log", "files", "installed.json"} | ({"kakehashi.sqlite3"} if not target else set())
    assert {entry.name for entry in (tmp_path / "new").iterdir()} == there
    assert list(json.loads((tmp_path / "new" / "installed.json").read_text()).values()) == ["own"]


def test_a_document_removed_while_the_files_are_read_is_in_it(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy names it still."""
    document = Document.objects.get(name="一.txt")
    name = document.file.name

    def _facts_of(alias: str) -> Facts:
        remove(document, by=cast.officer, permit=True)
        sweep_orphans(by=Robot("night"))
        return facts_of(alias)

    monkeypatch.setattr("kakehashi.portal.backup.taking.facts_of", _facts_of)
    taken = take(tmp_path / "archives")

    assert taken.manifest.lost == []
    assert f"files/{name}" in taken.manifest.members
    assert verify_archive(taken.path).wrong == []


def test_a_file_that_is_lost_for_good_is_named_and_holds_up_nothing(cast: Cast, tmp_path: Path) -> None:
    gone = Document.objects.first()
    assert gone is not None
    gone.file.storage.delete(gone.file.name)
    out, complaints = StringIO(), StringIO()

    call_command("backup", "--to", str(tmp_path / "archives"), stdout=out, stderr=complaints)

    path = Path(out.getvalue().strip())
    assert read_manifest(path).lost == [gone.file.name]
    assert gone.file.name in complaints.getvalue()
    assert verify_archive(path).wrong == []


def test_nothing_remains_of_a_backup_that_could_not_be_finished(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kakehashi.portal.backup.taking.Writer.finish", _full)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", "--to", str(tmp_path / "archives"), stdout=StringIO())

    assert list((tmp_path / "archives").iterdir()) == []


def test_the_copy_does_not_change_while_people_write(archive: Path, cast: Cast) -> None:
    before = read_manifest(archive).tables["documents_document"].rows
    store(SimpleUploadedFile("三.txt", "三".encode()), about=None, by=cast.officer, permit=True)

    assert verify_archive(archive).wrong == []
    assert Document.objects.count() == before + 1
    assert connection.vendor == read_manifest(archive).vendor
