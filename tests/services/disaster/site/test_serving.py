"""The folder over HTTP, without Django."""

from pathlib import Path

import pytest

from kakehashi.services.disaster.site.serving import Folder, preferred, wsgi
from kakehashi.services.disaster.site.writing import publish
from tests.services.disaster.site.test_writing import small


@pytest.fixture
def folder(published: Path) -> Folder:
    return Folder(published)


def headers(folder: Folder, path: str, **more: str) -> dict[str, str]:
    return dict(folder.answer("GET", path, **more).headers)


def test_every_file_is_answered_as_it_lies_there(folder: Folder, files: dict[str, bytes]) -> None:
    plain = [path for path in files if not path.endswith((".gz", ".br"))]

    assert [path for path in plain if folder.answer("GET", path)[0::2] != (200, files[path])] == []
    assert [
        path
        for path in plain
        if not path.endswith(".zip") and folder.answer("GET", path, "gzip, br").body != files[f"{path}.br"]
    ] == []


@pytest.mark.parametrize(
    "path",
    [
        "../manifest.json",
        "../snapshot.json",
        "en/../../manifest.json",
        "/etc/passwd",
        "en/b/9/",
        "x",
        "en//index.html",
        "a\0b",
        "index.html.br",
    ],
)
def test_nothing_else_is(folder: Folder, files: dict[str, bytes], path: str) -> None:
    assert folder.answer("GET", path)[0::2] == (404, files["404.html"])


def test_a_folder_is_its_index(folder: Folder, files: dict[str, bytes]) -> None:
    assert folder.answer("GET", "").body == files["index.html"]
    assert folder.answer("GET", "en/b/1/").body == files["en/b/1/index.html"]
    assert (folder.answer("GET", "en/b/1").status, headers(folder, "en/b/1")["Location"]) == (301, "1/")


def test_headers(folder: Folder) -> None:
    found = headers(folder, "en/index.html", accepted="gzip")

    assert found.pop("ETag").endswith('.gz"')
    assert int(found.pop("Content-Length")) > 1000
    assert found == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Encoding": "gzip",
        "Cache-Control": "public, max-age=30, stale-while-revalidate=60, stale-if-error=86400",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Vary": "Accept-Encoding",
    }
    assert headers(folder, "api/v1/live.json")["Access-Control-Allow-Origin"] == "*"
    assert headers(folder, "cap/1.xml")["Content-Type"] == "application/cap+xml; charset=utf-8"


def test_what_the_reader_has_is_not_sent_again(folder: Folder) -> None:
    tag = headers(folder, "en/index.html", accepted="br")["ETag"]

    again = folder.answer("GET", "en/index.html", "br", f'"other", W/{tag}')
    other = folder.answer("GET", "en/index.html", "gzip", tag)

    assert (again.status, again.body, dict(again.headers)["ETag"]) == (304, b"", tag)
    assert other.status == 200


def test_only_reading_is_allowed(folder: Folder) -> None:
    assert folder.answer("POST", "en/index.html").status == 405
    head = folder.answer("HEAD", "en/index.html")
    assert (head.body, head.headers) == (b"", folder.answer("GET", "en/index.html").headers)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("identity", ""),
    ],
)
def test_the_best_encoding_the_reader_takes(accepted: str, encoding: str) -> None:
    assert preferred(accepted) == encoding


def test_a_new_release_is_served_from_the_moment_it_stands(tmp_path: Path) -> None:
    publish(tmp_path, lambda: small(1))
    folder = Folder(tmp_path)

    before = folder.answer("GET", "en/b/2/").status
    publish(tmp_path, lambda: small(1, 2))
    after = folder.answer("GET", "en/b/2/").status

    assert (before, after) == (404, 200)


def test_an_answer_of_the_release_before_never_gets_into_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, lambda: small(1))
    folder = Folder(tmp_path)
    read = Path.read_bytes

    def slow(path: Path) -> bytes:
        content = read(path)
        if path.as_posix().endswith("releases/1/site/en/index.html"):
            publish(tmp_path, lambda: small(1, 2))
            folder.answer("GET", "")  # another thread meanwhile
        return content

    monkeypatch.setattr(Path, "read_bytes", slow)
    before = folder.answer("GET", "en/")
    after = folder.answer("GET", "en/")

    assert (b"b/2/" in before.body, b"b/2/" in after.body) == (False, True)


def test_before_the_first_release_it_says_so(tmp_path: Path) -> None:
    answer = Folder(tmp_path).answer("GET", "")

    assert (answer.status, answer.body.decode()) == (404, "準備中です。 / Not yet published.\n")


def test_as_a_wsgi_application(folder: Folder, files: dict[str, bytes]) -> None:
    started: list[object] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/s/S901/", "HTTP_ACCEPT_ENCODING": "br"}

    body = b"".join(wsgi(folder)(environ, lambda status, headers: started.append(status)))

    assert (started, body) == (["200 OK"], files["s/S901/index.html.br"])
