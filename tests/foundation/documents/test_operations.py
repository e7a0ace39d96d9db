import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from pytest_django import Settings

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.operations import file_name, remove, remove_expired, store
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.foundation.documents.sniffing import RefusedFileError
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


def test_remove_deletes_the_bytes_and_keeps_the_row(cast: Cast) -> None:
    document = _stored(cast)
    path = Path(document.file.path)

    with TestCase.captureOnCommitCallbacks(execute=True):
        remove(document, by=cast.officer, permit=True)

    assert not path.exists()
    assert list(documents_about(CASE)) == []
    assert Document.objects.get().sha256 == document.sha256


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
