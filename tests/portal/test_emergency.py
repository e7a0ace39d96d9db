"""The emergency pages by the main web server."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kakehashi.services.disaster.site.writing import publish
from tests.services.disaster.site.test_writing import small


@pytest.fixture
def site(tmp_path: Path, settings: Any) -> Path:
    publish(tmp_path, lambda: small(1))
    settings.DISASTER_PAGES = tmp_path
    return tmp_path / "current"


def test_anybody_reads_them_without_the_database(site: Path) -> None:
    response = Client().get("/emergency/en/b/1/", headers={"Accept-Encoding": "br"})

    assert response.content == (site / "en/b/1/index.html.br").read_bytes()
    assert {
        name: response[name] for name in ("Content-Type", "Content-Encoding", "Content-Language", "Cache-Control")
    } == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Encoding": "br",
        "Content-Language": "en",
        "Cache-Control": "public, max-age=30, stale-while-revalidate=60, stale-if-error=86400",
    }
    assert response["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Vary"] == "Accept-Encoding"


def test_what_the_reader_has_is_not_sent_again(site: Path) -> None:
    tag = Client().get("/emergency/")["ETag"]

    again = Client().get("/emergency/", headers={"If-None-Match": tag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


@pytest.mark.parametrize("path", ["../manifest.json", "%2e%2e/manifest.json", "en/../../snapshot.json", "nothing"])
def test_nothing_outside_is_reached(site: Path, path: str) -> None:
    response = Client().get(f"/emergency/{path}")

    assert response.status_code == 404
    assert b"bundles" not in response.content


def test_before_the_first_release(tmp_path: Path, settings: Any) -> None:
    settings.DISASTER_PAGES = tmp_path

    response = Client().get("/emergency/")

    assert (response.status_code, response.content.decode()) == (404, "準備中です。 / Not yet published.\n")
