from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from kakehashi.foundation.documents import gates
from kakehashi.foundation.documents.attaching import described, keeper
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.operations import remove, store
from kakehashi.foundation.forms.layout import StoredFile
from kakehashi.foundation.forms.models import Question
from kakehashi.kernel.references import Ref
from tests.cast import Cast
from tests.conftest import SignIn
from tests.foundation.documents import files


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(gates, "_gates", {})


def _stored(cast: Cast, about: Ref | None) -> Document:
    return store(SimpleUploadedFile("案内.pdf", files.pdf()), about=about, by=cast.officer, permit=True)


def test_download_is_an_attachment_that_cannot_run(cast: Cast, sign_in: SignIn) -> None:
    document = _stored(cast, Ref("test.thing", 1))
    gates.register_gate("test.thing", lambda person, number: person == cast.officer and number == 1)

    response = sign_in(cast.officer).get(f"/documents/{document.pk}/")

    assert b"".join(response) == files.pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E6%A1%88%E5%86%85.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_the_neighbour_and_the_visitor_get_nothing(cast: Cast, sign_in: SignIn) -> None:
    document = _stored(cast, Ref("test.thing", 1))
    gates.register_gate("test.thing", lambda person, number: person == cast.officer)

    neighbour = sign_in(cast.neighbour).get(f"/documents/{document.pk}/")
    visitor = sign_in(None).get(f"/documents/{document.pk}/")

    assert (neighbour.status_code, visitor.status_code) == (404, 302)


def test_without_a_gate_nobody_fetches(cast: Cast, sign_in: SignIn) -> None:
    document = _stored(cast, Ref("test.unknown", 1))

    assert sign_in(cast.officer).get(f"/documents/{document.pk}/").status_code == 404


def test_a_document_about_nothing_is_its_uploaders(cast: Cast, sign_in: SignIn) -> None:
    document = _stored(cast, None)

    statuses = [sign_in(one).get(f"/documents/{document.pk}/").status_code for one in (cast.officer, cast.colleague)]

    assert statuses == [200, 404]


def test_a_removed_document_is_gone(cast: Cast, sign_in: SignIn) -> None:
    document = _stored(cast, None)
    remove(document, by=cast.officer, permit=True)

    assert sign_in(cast.officer).get(f"/documents/{document.pk}/").status_code == 404


def test_files_of_sheets_are_kept_and_described(cast: Cast) -> None:
    keep = keeper(about=Ref("test.thing", 1), by=cast.officer, permit=True)

    number = keep(Question(), SimpleUploadedFile("案内.pdf", files.pdf()))

    size = f"{len(files.pdf())}\u00a0バイト"
    assert described([number, 99_999]) == [StoredFile(number, "案内.pdf", f"/documents/{number}/", size)]
