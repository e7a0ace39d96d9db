"""The sign-in as people do it: by passkey, without JavaScript, and after the session has expired."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.conftest import BrowserPage, Examine
from tests.cast import PASSWORD, Cast

SUBMIT = "main .ui-form button[type=submit]"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in_by_password(page: Page, email: str, next_: str) -> None:
    page.goto(f"/accounts/login/?next={next_}")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click(SUBMIT)


def confirm_password(page: Page) -> None:
    page.fill("[name=password]", PASSWORD)
    page.click(SUBMIT)


def test_a_passkey_is_registered_and_signs_in(live_server: object, cast: Cast, browser_page: BrowserPage) -> None:
    page = browser_page()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in_by_password(page, "officer@example.invalid", "/accounts/2fa/webauthn/add/")
    confirm_password(page)

    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.goto("/accounts/login/?next=/accounts/security/")
    page.click("#passkey_login")
    page.wait_for_url(re.compile(r"//[^/?]+/accounts/security/$"))

    assert "officer@example.invalid" in page.inner_text("main")


def test_what_was_typed_survives_the_session_without_javascript(
    live_server: object, cast: Cast, browser_page: BrowserPage
) -> None:
    page = browser_page(scripts=False)
    sign_in_by_password(page, "officer@example.invalid", "/accounts/email/")
    page.fill("[name=email]", "typed@example.invalid")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    page.click(SUBMIT)
    page.fill("[name=login]", "officer@example.invalid")
    page.fill("[name=password]", PASSWORD)
    page.click(SUBMIT)

    page.wait_for_url("**/accounts/continue/")
    assert page.get_attribute("main form [name=email]", "value") == "typed@example.invalid"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_the_sign_in_have_no_barrier(
    live_server: object, cast: Cast, browser_page: BrowserPage, examine: Examine, width: int
) -> None:
    page = browser_page(width=width)
    sign_in_by_password(page, "officer@example.invalid", "/accounts/2fa/totp/activate/")
    examine(page, f"reauthenticate-ja-{width}")
    confirm_password(page)
    examine(page, f"totp-ja-{width}")

    for name, address in [
        ("security", "/accounts/security/"),
        ("passkeys", "/accounts/2fa/webauthn/"),
        ("passkey-add", "/accounts/2fa/webauthn/add/"),
        ("sessions", "/accounts/sessions/"),
        ("password", "/accounts/password/change/"),
    ]:
        page.goto(address)
        examine(page, f"{name}-ja-{width}")
