import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pytest_django import Settings

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.documents.models import Document, Orphan
from kakehashi.foundation.documents.operations import file_name, remove, remove_expired, store, sweep_orphans
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.foundation.documents.sniffing import RefusedFileError
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref
from tests.cast import Cast
from tests.foundation.documents import files

CASE = Ref("cases.case", 5)


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def _stored(cast: Cast, name: str = "案内.pdf", until: dt.date | None = None) -> Document:
    upload = SimpleUploadedFile(name, files.pdf())
    return store(upload, about=CASE, by=cast.officer, permit=True, retention_until=until)


def test_store_keeps_bytes_under_a_random_name(cast: Cast) -> None:
    document = _stored(cast, "../../etc/依頼\u202efdp.pdf")

    assert document.file.read() == files.pdf()
    assert (document.name, document.media_type, document.size) == ("依頼fdp.pdf", "application/pdf", len(files.pdf()))
    assert "依頼" not in document.file.name
    assert list(documents_about(CASE)) == [document]
    assert [row.action for row in AuditRow.objects.all()] == ["documents.store"]


def test_store_refuses_what_is_too_large(cast: Cast, settings: Settings) -> None:
    settings.DOCUMENTS_MAX_BYTES = 1024 * 1024

    with pytest.raises(RefusedFileError) as refused:
        store(SimpleUploadedFile("a.txt", b"a" * 1_500_000), about=CASE, by=cast.officer, permit=True)

    assert refused.value.messages == ["ファイルが大きすぎます(1.4MB)。1MBまでにしてください。"]
    assert list(Document.objects.all()) == []


def test_store_asks_for_permission_first(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        store(SimpleUploadedFile("a.pdf", files.pdf()), about=CASE, by=cast.neighbour, permit=False)

    assert list(Document.objects.all()) == []


def _sweep_on(day: int) -> int:
    with clock.pinned(dt.datetime(2012, 7, day, 3, 30, tzinfo=clock.JAPAN)):
        return sweep_orphans(by=Robot("night"))


def test_remove_keeps_the_row_and_the_second_sweep_deletes_the_bytes(cast: Cast) -> None:
    document = _stored(cast)
    path = Path(document.file.path)

    remove(document, by=cast.officer, permit=True)
    swept = [_sweep_on(9), path.exists(), _sweep_on(10), path.exists(), _sweep_on(11)]

    assert swept == [0, True, 1, False, 0]
    assert list(documents_about(CASE)) == []
    assert Document.objects.get().sha256 == document.sha256
    assert list(Orphan.objects.all()) == []


def test_the_sweep_takes_what_was_stored_by_a_transaction_that_failed(cast: Cast) -> None:
    path = Path()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        path = Path(_stored(cast).file.path)
        raise ZeroDivisionError
    assert path.exists()

    swept = [_sweep_on(9), _sweep_on(10)]

    assert swept == [0, 1]
    assert not path.exists()


def test_the_sweep_spares_what_is_named_by_the_second_look(cast: Cast) -> None:
    """A transaction that was still open at the first look."""
    document = _stored(cast)
    name = document.file.name
    Document.objects.update(file="", is_removed=True)
    first = _sweep_on(9)
    Document.objects.update(file=name, is_removed=False)

    swept = [first, _sweep_on(10), _sweep_on(11)]

    assert swept == [0, 0, 0]
    assert document.file.read() == files.pdf()
    assert list(Orphan.objects.all()) == []


def test_the_sweep_finds_nothing_where_nothing_was_stored(db: None) -> None:
    assert _sweep_on(9) == 0


def test_remove_expired_takes_only_what_is_over(cast: Cast) -> None:
    over = _stored(cast, until=dt.date(2012, 3, 31))
    _stored(cast, until=dt.date(2012, 4, 1))
    kept = _stored(cast)

    count = remove_expired(dt.date(2012, 4, 1), by=Robot("retention"))

    assert count == 1
    assert Document.objects.get(is_removed=True) == over
    assert kept in documents_about(CASE)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\光\\資料.docx", "資料.docx"),
        ("a\r\nb.pdf", "a b.pdf"),
        ("長" * 300 + ".pdf", "長" * 140 + ".pdf"),
        ("noextension", "noextension"),
    ],
)
def test_file_name_is_one_line_without_folders(name: str, kept: str) -> None:
    assert file_name(name) == kept
