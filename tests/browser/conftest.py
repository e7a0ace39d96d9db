"""Pages of the running platform in a real browser, as any person, in any language, at any width."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from kakehashi.foundation.organisations.models import Person
from tests.browser import axe as axe_core
from tests.browser import chromium
from tests.conftest import SignIn

# Playwright keeps an event loop running in this thread; the ORM is used beside it, never inside.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent
SCREENS = settings.BASE_DIR / "var" / "screens"
WANTED = bool(os.environ.get("KAKEHASHI_SCREENS"))  # pictures of the pages, for people; drawing them takes long
PATIENCE = 30_000  # milliseconds: the machine may be busy with the other checks
BrowserPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]
Screenshot = Callable[[Page, str], None]
Examine = Callable[[Page, str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.skip("NOT TESTED IN A BROWSER: chromium is missing (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield running
        running.close()


@pytest.fixture
def complaints() -> list[str]:
    """What pages complained of (script errors, refused by the content policy, requests elsewhere); must stay empty."""
    return []


@pytest.fixture
def browser_page(
    browser: Browser, live_server: LiveServer, sign_in: SignIn, complaints: list[str]
) -> Iterator[BrowserPage]:
    """``browser_page(person, language="ja", width=1280, scripts=True)``: a page of a browser of its own.

    Addresses are relative: ``page.goto("/ui/")``. The test fails at its end when a page complained.
    """
    contexts: list[BrowserContext] = []

    def _open(person: Person | None = None, language: str = "ja", width: int = 1280, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 844 if width < 600 else 900},
            java_script_enabled=scripts,
            locale=language,
            reduced_motion="reduce",
        )
        contexts.append(context)
        cookies: list[Any] = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
        if person is not None:
            session = sign_in(person).cookies[settings.SESSION_COOKIE_NAME]
            cookies.append({"name": session.key, "value": session.value, "url": live_server.url, "httpOnly": True})
        context.add_cookies(cookies)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        _listen(page, live_server.url, complaints)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert complaints == []


def _listen(page: Page, home: str, complaints: list[str]) -> None:
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on(
        "console",
        lambda message: (
            complaints.append(f"console: {message.text}")
            if message.type == "error"
            and "Failed to load resource" not in message.text  # an answer of 4xx, tested itself
            else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((home, "data:", "blob:"))
            else complaints.append(f"a third party is asked: {request.url}")
        ),
    )


@pytest.fixture
def axe() -> Axe:
    """What axe-core finds wrong with a page; [] is what we want."""
    try:
        axe_core.source()
    except axe_core.UnavailableError as error:
        pytest.skip(f"NOT TESTED FOR ACCESSIBILITY: {error}")
    return axe_core.violations


@pytest.fixture
def screenshot() -> Screenshot:
    """``screenshot(page, "login-ja-390")`` saves the whole page as `var/screens/login-ja-390.png`, where asked for."""

    def _save(page: Page, name: str) -> None:
        if WANTED:
            SCREENS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SCREENS / f"{name}.png", full_page=True)

    return _save


@pytest.fixture
def examine(axe: Axe, screenshot: Screenshot) -> Examine:
    """``examine(page, "login-ja-390")``: refuse barriers and a page wider than its window; its picture where asked."""

    def _examine(page: Page, name: str) -> None:
        screenshot(page, name)
        assert (axe(page), overflow(page)) == ([], 0)

    return _examine


def overflow(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found
