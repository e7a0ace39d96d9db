"""Pages looked at one by one: the sign-in, the gallery of components, the calls as each of their readers."""

import pytest

from kakehashi.engines.calls.operations.reviewing import assign
from kakehashi.foundation.organisations.models import Person
from tests.browser.conftest import BrowserPage, Examine
from tests.cast import Cast, make_person
from tests.engines.calls import stories

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


def _everything_of_the_calls(cast: Cast) -> dict[str, tuple[Person | None, list[str]]]:
    """Who looks at which pages: one call being scored, one draft, one claim waiting."""
    call = stories.scored_call(cast)
    _desk, officer = stories.section(cast)
    (judge,) = stories.reviewers(cast, call, 1)
    scored = stories.in_scoring(cast, call)
    review = assign(scored, judge, by=officer)
    draft = stories.joined(cast, stories.draft(cast, call))
    of_draft = [f"/calls/applications/{draft.pk}/{page}" for page in ("", "form/", "check/")]
    payer = make_person("payer", "会計 係", ("accountant", cast.headquarters))
    granted = stories.granted(cast, stories.call(cast, "second", deciding="board"))
    granted.payments.create(kind="final", yen=1000)
    pages = ("", "edit/", "exceptions/", "reviewers/", "ranking/", "board/", "minutes/")
    of_call = [*(f"/calls/{call.pk}/{page}" for page in pages), f"/calls/letters/{call.pk}/"]
    return {
        "visitor": (None, ["/", "/calls/", "/calls/calendar/", "/calls/results/", f"/calls/{call.pk}/"]),
        "body": (cast.officer, ["/home/", "/calls/applications/", f"/calls/{call.pk}/apply/", *of_draft]),
        "desk": (
            officer,
            ["/home/", "/calls/schemes/", "/calls/funds/", f"/calls/applications/{scored.pk}/", *of_call],
        ),
        "reviewer": (judge.person, ["/home/", "/calls/reviews/", f"/calls/reviews/{review.pk}/"]),
        "payer": (payer, ["/home/", "/calls/payments/"]),
    }


@pytest.mark.parametrize(("language", "width"), [("ja", 1280), ("en", 390)])
def test_the_calls_have_no_barrier(
    cast: Cast, browser_page: BrowserPage, examine: Examine, language: str, width: int
) -> None:
    for who, (person, paths) in _everything_of_the_calls(cast).items():
        page = browser_page(person, language=language, width=width)
        for number, path in enumerate(paths):
            answer = page.goto(path)

            assert answer is not None
            assert (path, answer.status) == (path, 200)
            examine(page, f"calls-{who}-{number}-{language}-{width}")


@pytest.mark.parametrize(("width", "folded"), [(1280, False), (390, True)])
def test_what_narrows_a_list_is_folded_where_there_is_no_room(
    cast: Cast, browser_page: BrowserPage, width: int, folded: bool
) -> None:
    page = browser_page(cast.officer, width=width)

    page.goto("/calls/applications/")

    fold = page.locator(".ui-fold")
    assert fold.locator("summary").is_visible() == folded
    assert fold.locator("form").is_visible() == (not folded)


def test_paper_shows_what_is_folded_and_nothing_to_press(cast: Cast, browser_page: BrowserPage) -> None:
    application = stories.submitted(cast)
    page = browser_page(cast.officer)
    page.goto(f"/calls/applications/{application.pk}/")
    answers, message = page.locator(".ui-details .forms-answers").first, page.locator(".ui-details:has(form)").first
    page.locator(".ui-details:has(.forms-answers)").evaluate("details => { details.open = false }")
    on_screen = (answers.is_visible(), message.is_visible())

    page.emulate_media(media="print")

    assert on_screen == (False, True)
    assert (answers.is_visible(), message.is_visible()) == (True, False)
    assert page.locator(".ui-button:visible").count() == 0
