"""People who walk through the calls, each in a browser of their own, and what they type there."""

from collections.abc import Callable
from functools import partial
from typing import Any

from playwright.sync_api import Page

from kakehashi.engines.calls.models import Application
from kakehashi.foundation.forms.models import QuestionSet
from kakehashi.foundation.organisations.models import Person
from tests.browser.conftest import BrowserPage
from tests.cast import Cast
from tests.engines.calls import stories

Look = Callable[[Page, str], object]
TEXTS = {
    "title": "多言語の防災訓練", "summary": "外国人住民と避難所の運営を練習する。", "purpose": "言葉が通じない。",
    "novelty": "住民が通訳の役を担う。", "schedule": "7月 準備、9月 訓練", "expected": "120人の参加",
    "phone": "079-000-0000",
}  # fmt: skip
ANSWERS: dict[str, Any] = TEXTS | {
    "theme": "education", "place": "japan", "joint": False, "co_subsidy": False, "may_publish": True,
    "starts_on": "2013-07-01", "ends_on": "2013-12-20", "expenses_total": 3_000_000, "requested_yen": 1_500_000,
    "expenses": [{"category": "travel", "item": "旅費", "unit_yen": 30000, "quantity": 100, "amount_yen": 3_000_000}],
}  # fmt: skip
FORMS = {
    "application_form": "multicultural-application", "change_form": "grant-change", "report_form": "grant-report",
}  # fmt: skip


def delivered_forms() -> dict[str, Any]:
    """Of a grant, as the columns of a call."""
    return {role: QuestionSet.objects.get(code=code) for role, code in FORMS.items()}


class People:
    """A page for each of them, opened when it is their turn. `look`: what is done with a page worth seeing."""

    def __init__(self, cast: Cast, browser_page: BrowserPage, look: Look | None = None, **options: Any) -> None:
        self.cast = cast
        self.desk = stories.section(cast)[1]
        self._open = partial(browser_page, **options)
        self._look = look
        self._pages: dict[int | None, Page] = {}

    def page(self, person: Person | None) -> Page:
        """`None`: a visitor."""
        key = person.pk if person is not None else None
        if key not in self._pages:
            self._pages[key] = self._open(person)
        return self._pages[key]

    def at(self, person: Person, application: Application) -> Page:
        page = self.page(person)
        page.goto(f"/calls/applications/{application.pk}/")
        return page

    def look(self, page: Page, name: str) -> None:
        if self._look is not None:
            self._look(page, name)


def press(page: Page, label: str, note: str = "") -> None:
    """A button of the page: unfold it where it is folded, say what it asks for."""
    main = page.get_by_role("main")
    form = main.locator("form", has=page.get_by_role("button", name=label, exact=True, include_hidden=True)).first
    form.wait_for(state="attached")
    if not form.is_visible():
        unfold(page, label)
    if note:
        form.locator("textarea").first.fill(note)
    form.get_by_role("button", name=label, exact=True).first.click()


def unfold(page: Page, label: str) -> None:
    page.locator("summary", has_text=label).first.click()
