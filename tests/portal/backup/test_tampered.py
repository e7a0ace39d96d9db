"""Whatever was changed in an archive is found and named; what could do harm is refused before it is looked into."""

import hashlib
import io
import random
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from kakehashi.portal.backup import postgresql, programs
from kakehashi.portal.backup.archive import read_manifest
from kakehashi.portal.backup.errors import BackupError
from kakehashi.portal.backup.manifest import Facts, Manifest, Stored
from kakehashi.portal.backup.reading import facts_of, opened, sqlite_file
from kakehashi.portal.backup.verifying import database_member, verify_archive

Change = Callable[[str, bytes], bytes]


def rewritten(archive: Path, change: Change, *, name: str = "changed.tar") -> Path:
    """A copy of the archive whose files went through `change`; headers as they should be."""
    target = archive.with_name(name)
    with tarfile.open(archive) as old, tarfile.open(target, "w") as new:
        for member in old:
            file = old.extractfile(member)
            assert file is not None
            content = change(member.name, file.read())
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return target


def with_database(archive: Path, *statements: str, forged: bool = False) -> Path:
    """A copy of the archive after these statements. Its manifest knows the new file; if forged, the new rows too."""
    member = database_member(read_manifest(archive))
    edit = edited_dump if connection.vendor == "postgresql" else edited_file
    with tarfile.open(archive) as tar:
        file = tar.extractfile(member)
        assert file is not None
        edited, facts = edit(file.read(), archive.with_name("edited"), statements)

    def _edit(name: str, content: bytes) -> bytes:
        if name == "manifest.json":
            claimed = claiming(content, {member: edited})
            known = Manifest.from_json(claimed)
            return replace(known, tables=facts.tables, chain=facts.chain).to_json() if forged else claimed
        return edited if name == member else content

    return rewritten(archive, _edit)


def edited_file(content: bytes, path: Path, statements: tuple[str, ...]) -> tuple[bytes, Facts]:
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)
    with opened(sqlite_file(path)) as alias:
        return path.read_bytes(), facts_of(alias)


def edited_dump(content: bytes, path: Path, statements: tuple[str, ...]) -> tuple[bytes, Facts]:
    path.write_bytes(content)
    with postgresql.scratch() as values, postgresql.loaded(path, values, made_with=0) as alias:
        with connections[alias].cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        program, _version = programs.find("pg_dump", connections[alias])
        programs.run([program, "--format=custom", "--no-owner", f"--file={path}"], values)
        return path.read_bytes(), facts_of(alias)


def claiming(manifest: bytes, contents: dict[str, bytes]) -> bytes:
    """A manifest that claims these contents, as who forges an archive would write it."""
    known = Manifest.from_json(manifest)
    for name, content in contents.items():
        known.members[name] = Stored(len(content), hashlib.sha256(content).hexdigest())
    return known.to_json()


def wrong(archive: Path) -> dict[str, str]:
    return {check.what: check.wrong for check in verify_archive(archive).wrong}


def a_document(archive: Path) -> str:
    return next(name for name in read_manifest(archive).members if name.startswith("files/"))


def test_one_byte_of_a_document(archive: Path) -> None:
    changed = a_document(archive)

    def _change(name: str, content: bytes) -> bytes:
        return bytes([content[0] ^ 1]) + content[1:] if name == changed else content

    damaged = rewritten(archive, _change)

    assert wrong(damaged) == {"ファイル": f"壊れているか、ありません：{changed}"}


def test_a_document_that_is_missing(archive: Path) -> None:
    gone = a_document(archive)
    target = archive.with_name("without.tar")
    with tarfile.open(archive) as old, tarfile.open(target, "w") as new:
        for member in old:
            if member.name != gone:
                new.addfile(member, old.extractfile(member))

    assert wrong(target) == {"ファイル": f"壊れているか、ありません：{gone}"}


def test_a_document_exchanged_with_a_forged_manifest(archive: Path) -> None:
    """The database knows the hash of what was uploaded."""
    exchanged = a_document(archive)

    def _change(name: str, content: bytes) -> bytes:
        if name == "manifest.json":
            return claiming(content, {exchanged: b"other"})
        return b"other" if name == exchanged else content

    assert wrong(rewritten(archive, _change)) == {
        "文書": f"壊れているか、ありません：{exchanged.removeprefix('files/')}"
    }


def test_a_word_of_the_manifest(archive: Path) -> None:
    def _change(name: str, content: bytes) -> bytes:
        return content.replace(b'"0.', b'"1.') if name == "manifest.json" else content

    with pytest.raises(BackupError, match=r"manifest\.json が書き換えられています"):
        verify_archive(rewritten(archive, _change))


def test_one_row_changed(archive: Path) -> None:
    damaged = with_database(
        archive, "UPDATE organisations_person SET phone = '1' WHERE email = 'officer@example.invalid'"
    )

    assert wrong(damaged) == {"organisations_person": "行の内容が違います。"}


def test_one_row_more(archive: Path) -> None:
    damaged = with_database(archive, "INSERT INTO organisations_country VALUES ('XX', '国', 'Land')")

    assert wrong(damaged) == {"organisations_country": "行の数が違います。"}


def test_a_table_gone_and_another_come(archive: Path) -> None:
    damaged = with_database(archive, "DROP TABLE access_deadlineexception", "CREATE TABLE other (a integer)")

    assert wrong(damaged) == {"access_deadlineexception": "表がありません。", "other": "控えにない表です。"}


def test_an_entry_of_the_record_removed(archive: Path) -> None:
    damaged = with_database(archive, "DELETE FROM audit_auditrow WHERE number = 1")

    found = wrong(damaged)
    assert found.keys() == {"audit_auditrow", "記録の鎖"}
    assert found["記録の鎖"].startswith("1: 記録が失われています。 2: 記録が変えられているか")


def test_the_last_entry_removed_and_everything_forged(archive: Path) -> None:
    """Only a head that was published outside shows it."""
    chain = read_manifest(archive).chain
    head = archive.with_name("audit_head.log")
    head.write_text(f"{chain.number} {chain.seal} 2012-07-09T00:00:00+00:00\n")
    forged = with_database(archive, f"DELETE FROM audit_auditrow WHERE number = {chain.number}", forged=True)

    out = StringIO()
    with pytest.raises(CommandError, match="1 か所が合いません"):
        call_command("verify_backup", str(forged), "--head", str(head), stdout=out)

    assert wrong(forged) == {}
    assert "控えにある記録が失われています。" in out.getvalue()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_an_archive_that_breaks_off(archive: Path, share: float) -> None:
    content = archive.read_bytes()
    archive.write_bytes(content[: int((len(content) - 10240) * share)])

    with pytest.raises(BackupError, match="途中で切れてい"):
        verify_archive(archive)


def test_any_byte_that_carries_something(archive: Path) -> None:
    """Of headers, files and manifest; what fills up to the next block of a tar says nothing."""
    content = archive.read_bytes()
    chance = random.Random(20120709)  # noqa: S311  # the same places every time
    places = chance.sample(_carrying(archive), 60 if connection.vendor == "sqlite" else 6)
    missed = []
    for place in places:
        archive.write_bytes(content[:place] + bytes([content[place] ^ 0x11]) + content[place + 1 :])
        try:
            if verify_archive(archive).is_whole:
                missed.append(place)
        except BackupError:
            pass

    assert missed == []


def _carrying(archive: Path) -> list[int]:
    places: list[int] = []
    with tarfile.open(archive) as tar:
        for member in tar:
            places += range(member.offset_data, member.offset_data + member.size)
            places += range(member.offset, member.offset + 257)  # up to the magic of the header
    return places


def test_an_empty_file_and_another_kind_of_file(tmp_path: Path) -> None:
    for name, content in (("empty.tar", b""), ("picture.tar", b"\x89PNG\r\n\x1a\n" + b"x" * 5000)):
        (tmp_path / name).write_bytes(content)

        with pytest.raises(BackupError):
            verify_archive(tmp_path / name)


def hostile(kind: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo({"up": "files/../../escaped", "absolute": "/escaped", "dots": ".."}.get(kind, "files/x"))
    member.type = {"symlink": tarfile.SYMTYPE, "hardlink": tarfile.LNKTYPE, "device": tarfile.CHRTYPE}.get(
        kind, tarfile.REGTYPE
    )
    member.linkname = "../../escaped" if kind in {"symlink", "hardlink"} else ""
    return member


@pytest.mark.parametrize("kind", ["up", "absolute", "dots", "symlink", "hardlink", "device"])
def test_what_leads_out_of_the_folder_is_refused_before_anything_is_written(
    archive: Path, tmp_path: Path, kind: str
) -> None:
    with tarfile.open(archive, "a") as tar:
        tar.addfile(hostile(kind))

    for command in (["verify_backup", str(archive)], ["restore", str(archive), "--data", str(tmp_path / "new")]):
        with pytest.raises(CommandError, match="受け付けません"):
            call_command(*command, stdout=StringIO())

    assert not (tmp_path / "new").exists()


def test_what_the_manifest_does_not_name_and_what_comes_twice_is_refused(archive: Path) -> None:
    twice = archive.with_name("twice.tar")
    shutil.copy(archive, twice)
    for path, name in ((archive, "files/strange"), (twice, a_document(archive))):
        with tarfile.open(path, "a") as tar:
            tar.addfile(tarfile.TarInfo(name))

    with pytest.raises(BackupError, match="控えのないファイルがあります：files/strange"):
        verify_archive(archive)
    with pytest.raises(BackupError, match="同じ名前のファイルが2つ"):
        verify_archive(twice)
