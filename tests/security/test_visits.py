"""Pages with nothing on them, addresses that lead elsewhere, hosts that are not ours."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.cast import Cast
from tests.conftest import SignIn
from tests.security.test_pages import faults

EMPTY = [
    "/cases/",
    "/cases/?q=zzz",
    "/cases/?view=ended",
    "/search/?q=zzz",
    "/notices/",
    "/cases/precedents/",
    "/home/",
]


@pytest.mark.parametrize("path", EMPTY)
def test_a_page_with_nothing_on_it_leads_on(cast: Cast, sign_in: SignIn, path: str) -> None:
    page = sign_in(cast.officer).get(path).content.decode()

    assert "!!unknown variable" not in page
    assert faults(page) == []


@pytest.mark.parametrize(
    "next_url",
    ["https://evil.example.invalid/", "//evil.example.invalid/", "/\\evil.example.invalid", "javascript:alert(1)",
     "http:evil.example.invalid", "\thttps://evil.example.invalid/", "https:///evil.example.invalid"],
)  # fmt: skip
def test_nobody_is_led_elsewhere(cast: Cast, sign_in: SignIn, next_url: str) -> None:
    client = Client()
    signed_in = client.post(
        "/accounts/login/",
        {"login": "officer@example.invalid", "password": "架け橋-no-himitsu-2012", "next": next_url},
    )
    language = sign_in(None).post("/i18n/setlang/", {"language": "en", "next": next_url})
    signed_out = sign_in(cast.officer).post("/accounts/logout/", {"next": next_url})

    for answer in (signed_in, language, signed_out):
        assert answer.status_code == 302
        assert urlsplit(answer["Location"])[:2] == ("", "")
        assert answer["Location"].startswith("/") and not answer["Location"].startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "host", ["evil.example.invalid", "localhost.evil.example.invalid", "testserver@evil", "[::", ""]
)
def test_a_foreign_host_is_refused(db: None, client: Client, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 400
