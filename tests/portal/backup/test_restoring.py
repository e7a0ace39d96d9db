"""Where nothing may be restored to, and what may not be restored."""

import os
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kakehashi.portal.backup import programs
from kakehashi.portal.backup.archive import MANIFEST, read_manifest
from kakehashi.portal.backup.manifest import FORMAT, Manifest
from kakehashi.portal.backup.reading import facts_of, opened, sqlite_file
from tests.portal.backup.test_tampered import a_document, rewritten


def restore(archive: Path, to: Path, *more: str) -> str:
    out = StringIO()
    call_command("restore", str(archive), "--data", str(to), *more, stdout=out)
    return out.getvalue()


def claiming(archive: Path, **claims: Any) -> Path:
    """The archive with another manifest."""

    def _change(name: str, content: bytes) -> bytes:
        return replace(Manifest.from_json(content), **claims).to_json() if name == MANIFEST else content

    return rewritten(archive, _change)


def test_a_folder_that_is_not_empty_is_refused(archive: Path, tmp_path: Path, target: list[str]) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "kakehashi.sqlite3").write_bytes(b"somebody's year")

    with pytest.raises(CommandError, match=r"空ではありません\(kakehashi.sqlite3 があります\)"):
        restore(archive, tmp_path / "new", *target)

    assert (tmp_path / "new" / "kakehashi.sqlite3").read_bytes() == b"somebody's year"


def test_a_file_is_no_folder(archive: Path, tmp_path: Path, target: list[str]) -> None:
    (tmp_path / "new").write_text("")

    with pytest.raises(CommandError, match="フォルダーではありません"):
        restore(archive, tmp_path / "new", *target)


def test_what_any_command_leaves_in_an_empty_folder_does_not_matter(
    archive: Path, tmp_path: Path, target: list[str]
) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "secret_key").write_text("new")

    assert "復元しました" in restore(archive, tmp_path / "new", *target)
    assert (tmp_path / "new" / "secret_key").read_text() == "new"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database that is a server")
def test_a_database_that_is_not_empty_is_refused(
    archive: Path, tmp_path: Path, target: list[str], empty_database: dict[str, Any]
) -> None:
    with opened(empty_database) as alias:
        programs.run(["psql", "-c", "CREATE TABLE theirs (a integer)"], empty_database)

        with pytest.raises(CommandError, match=r"空ではありません\(theirs があります\)"):
            restore(archive, tmp_path / "new", *target)

        assert alias
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "claims",
    [{"version": "99.0.0"}, {"migrations": ["cases.9999_later"]}, {"format": FORMAT + 1}],
    ids=["version", "migration", "format"],
)
def test_an_archive_of_a_newer_version_is_refused(
    archive: Path, tmp_path: Path, target: list[str], claims: dict[str, Any]
) -> None:
    newer = claiming(archive, **claims)

    with pytest.raises(CommandError, match="新しい版"):
        restore(newer, tmp_path / "new", *target)

    assert not (tmp_path / "new").exists()


def test_an_archive_of_the_other_database_is_refused(archive: Path, tmp_path: Path) -> None:
    wrong = [] if connection.vendor == "postgresql" else ["--database-url", "postgres://nobody@localhost/none"]

    with pytest.raises(CommandError, match="このアーカイブは"):
        restore(archive, tmp_path / "new", *wrong)


def test_a_damaged_archive_leaves_nothing_unless_that_is_accepted(
    archive: Path, tmp_path: Path, target: list[str], empty_database: dict[str, Any] | None
) -> None:
    changed = a_document(archive)

    def _change(name: str, content: bytes) -> bytes:
        return b"?" + content[1:] if name == changed else content

    damaged = rewritten(archive, _change)
    with pytest.raises(CommandError, match="1 か所が合いません。復元しませんでした。"):
        restore(damaged, tmp_path / "new", *target)
    left = list((tmp_path / "new").iterdir())
    with pytest.raises(CommandError, match="1 か所が合いません。復元しましたが"):
        restore(damaged, tmp_path / "new", "--accept-damage", *target)

    assert left == []
    with opened(empty_database or sqlite_file(tmp_path / "new" / "kakehashi.sqlite3")) as alias:
        assert facts_of(alias).tables == read_manifest(archive).tables


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no program")
def test_a_missing_program_is_named(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_candidates", lambda *_arguments: [])

    with pytest.raises(
        CommandError, match=r"合う pg_dump が見つかりません。PostgreSQL のクライアント\(postgresql-client-"
    ):
        call_command("backup", "--to", str(tmp_path), stdout=StringIO())


def test_a_file_that_is_not_there_and_one_that_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "letter.tar").write_bytes(BytesIO(b"no archive" * 1000).getvalue())

    for name in ("none.tar", "letter.tar"):
        with pytest.raises(CommandError):
            restore(tmp_path / name, tmp_path / "new")

    assert os.listdir(tmp_path) == ["letter.tar"]  # noqa: PTH208  # the names are the point
