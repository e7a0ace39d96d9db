"""Files nobody should send, through the form of a case: refused in words, or kept as harmless bytes."""

import io
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kakehashi.foundation.documents.models import Document
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import stories


def bomb() -> bytes:
    """A workbook whose one sheet unpacks to 300 MB."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/workbook.xml", "w", force_zip64=True) as member:
            for _part in range(300):
                member.write(b"0" * 1_000_000)
    return kept.getvalue()


REFUSED = [
    ("page.html", b"<!DOCTYPE html><script>alert(1)</script>"),
    ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("picture.png", b"<script>alert(1)</script>"),
    ("report.pdf", b"MZ\x90\x00 a program"),
    ("program.exe", b"MZ\x90\x00"),
    ("run.sh", b"#!/bin/sh\nrm -rf /"),
    ("many.zip", b"PK\x03\x04"),
    ("table.xlsx", b"PK\x03\x04 broken"),
    ("empty.txt", b""),
    ("large.txt", b"a" * (5 * 1024 * 1024 + 1)),
    ("noextension", b"text"),
]


@pytest.mark.parametrize(("name", "content"), REFUSED, ids=[f"{name}-{len(content)}" for name, content in REFUSED])
def test_what_is_no_paper_is_refused_in_words(cast: Cast, sign_in: SignIn, name: str, content: bytes) -> None:
    _refuse(cast, sign_in, name, content)


def test_what_unpacks_to_too_much_is_refused_in_words(cast: Cast, sign_in: SignIn) -> None:
    _refuse(cast, sign_in, "table.xlsx", bomb())


def _refuse(cast: Cast, sign_in: SignIn, name: str, content: bytes) -> None:
    case = stories.submitted(cast)

    answer = sign_in(cast.officer).post(f"/cases/{case.pk}/files/", {"file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert list(answer.context["attach_form"].errors) == ["file"]
    assert answer.context["attach_form"].errors["file"][0] in unescape(answer.content.decode())
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd.txt", "..\\..\\x.txt", "x%0D%0ASet-Cookie: a=b.txt", 'a".txt', "a;filename=b.html;.txt",
     "\u202etxt.exe.txt", "a" * 300 + ".txt", "<img src=x onerror=alert(1)>.txt", "旅程 2012.txt", "C:\\x\\y.txt"],
)  # fmt: skip
def test_a_name_is_only_a_name(cast: Cast, sign_in: SignIn, name: str) -> None:
    case = stories.submitted(cast)
    client = sign_in(cast.officer)
    upload = SimpleUploadedFile("x.txt", "10時 集合".encode())
    upload.name = name  # as the browser sends it

    sent = client.post(f"/cases/{case.pk}/files/", {"file": upload})
    document = Document.objects.get()
    answer = client.get(f"/documents/{document.pk}/")

    assert sent.status_code == 302
    assert not set(document.name) & set("/\\\r\n\u202e")
    assert len(document.name) <= 150
    assert ".." not in (document.file.name or "")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert not set(answer["Content-Disposition"]) & set("\r\n")
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


def test_a_stranger_adds_nothing(cast: Cast, sign_in: SignIn) -> None:
    case = stories.submitted(cast)

    answer = sign_in(cast.neighbour).post(f"/cases/{case.pk}/files/", {"file": SimpleUploadedFile("a.txt", b"text")})

    assert answer.status_code == 404
    assert Document.objects.count() == 0
