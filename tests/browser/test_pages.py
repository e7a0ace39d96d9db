"""Pages that need nothing but themselves: the sign-in and the gallery of components."""

import pytest

from tests.browser.conftest import BrowserPage, Examine

WIDTHS = [1280, 390]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sign_in_has_no_barrier(browser_page: BrowserPage, examine: Examine, language: str, width: int) -> None:
    page = browser_page(language=language, width=width)

    answer = page.goto("/accounts/login/")

    assert answer is not None
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == language
    examine(page, f"login-{language}-{width}")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ja", "en", "ar"])
def test_the_gallery_has_no_barrier(browser_page: BrowserPage, examine: Examine, language: str, width: int) -> None:
    page = browser_page(language=language, width=width)

    answer = page.goto("/ui/")

    assert answer is not None
    assert answer.status == 200
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    examine(page, f"ui-{language}-{width}")
