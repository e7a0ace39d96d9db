"""What the scripts do in a real browser; the pages come from here, no server is asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route

from kakehashi.foundation.forms import operations
from tests.cast import Cast
from tests.foundation.forms.samples import make_version

SITE = "http://forms.test"

# Beside the loop of the browser Django opens a connection of its own, which a transaction of before does not reach.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def _open(page: Page, cast: Cast, answers: list[tuple[int, str]]) -> list[str]:
    """Show the form with autosave; saves are answered in turn by (status, body). The bodies sent are noted."""
    sheet = operations.open_sheet(make_version(), about=None, by=cast.officer, permit=True)
    autosave = render_to_string("forms/autosave.html", {"sheet": sheet, "url": "/save/", "user": cast.officer.user})
    sent: list[str] = []

    def answer(route: Route) -> None:
        address = route.request.url.removeprefix(SITE)
        if address == "/save/":
            sent.append(route.request.post_data or "")
            status, body = answers.pop(0)
            if status == 0:
                route.abort()
            else:
                route.fulfill(status=status, body=body, content_type="application/json")
        elif address.startswith("/static/"):
            route.fulfill(body=Path(str(finders.find(address.removeprefix("/static/")))).read_bytes())
        else:
            text = f"<!DOCTYPE html><form method=post>{autosave}<input name=title><button>保存する</button></form>"
            route.fulfill(body=text, content_type="text/html; charset=utf-8")

    page.route("**/*", answer)
    page.clock.install()
    page.goto(f"{SITE}/")
    return sent


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, '{"revision": 2, "saved_at": "14:02"}', "保存しました 14:02"),
        (409, '{"revision": 2}', "ほかの人が先に保存しました。"),
        (401, "", "サインインの時間が切れました。"),
        (403, '{"token": "new", "user": "0"}', "別の人がサインインしています。"),
        (403, "{}", "自動では保存できませんでした。"),
        (500, "{}", "自動では保存できませんでした。"),
        (0, "", "つながりません。"),
    ],
)
def test_autosave_says_how_it_went(page: Page, cast: Cast, status: int, body: str, words: str) -> None:
    sent = _open(page, cast, [(status, body)])

    page.fill("[name=title]", "件名")
    page.clock.run_for(3500)
    page.wait_for_function("words => document.querySelector('[role=status]').textContent.startsWith(words)", arg=words)

    assert len(sent) == 1
    assert "件名" in sent[0]
    assert page.input_value("[name=title]") == "件名"
    assert page.input_value("[name=_revision]") == ("2" if status == 200 else "1")
