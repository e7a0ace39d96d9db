"""What every answer tells the browser, errors included."""

import pytest
from django.test import Client

ANSWERS = [
    ("/", 200),
    ("/home/", 302),
    ("/accounts/login/", 200),
    ("/there-is-no-such-page/", 404),
    ("/bad/", 400),
    ("/forbidden/", 403),
    ("/broken/", 500),
]
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.fixture
def lenient(client: Client) -> Client:
    """Shows the page of an error instead of raising it."""
    client.raise_request_exception = False
    return client


@pytest.mark.urls("tests.house.failing_urls")
@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), ANSWERS)
def test_every_answer_is_closed(lenient: Client, address: str, status: int) -> None:
    answer = lenient.get(address)

    assert answer.status_code == status
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.urls("tests.house.failing_urls")
@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), ANSWERS)
def test_over_tls_the_browser_is_told_to_stay_there(
    lenient: Client, settings: pytest.FixtureRequest, address: str, status: int
) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000  # type: ignore[attr-defined]  # pytest-django's settings
    lenient.handler.load_middleware()

    answer = lenient.get(address, secure=True)

    assert answer.status_code == status
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.urls("tests.house.failing_urls")
@pytest.mark.django_db
def test_the_page_of_a_fault_tells_nothing_of_it(lenient: Client) -> None:
    assert "the secret of the house" not in lenient.get("/broken/").content.decode()


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/accounts/login/", {"login": "officer@example.invalid", "password": "x"})

    assert answer.status_code == 403


@pytest.mark.django_db
def test_cookies_are_closed_to_scripts_and_other_sites(client: Client) -> None:
    client.get("/accounts/login/")

    cookies = {name: (bool(cookie["httponly"]), cookie["samesite"]) for name, cookie in client.cookies.items()}
    assert cookies == {"csrftoken": (True, "Lax")}
