"""A new kind of case: made by headquarters on screen, without code, and used by a city at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from kakehashi.engines.cases import seed
from kakehashi.engines.cases.models import Case, CaseKind
from kakehashi.foundation.catalogue import seed as plan
from tests.browser.conftest import BrowserPage, Examine
from tests.cast import Cast

NAME = "プロモーションアドバイザー相談"


@pytest.fixture
def year(cast: Cast) -> Cast:
    plan.load()
    seed.load()
    return cast


def press(page: Page, label: str) -> None:
    page.get_by_role("main").get_by_role("button", name=label, exact=True).first.click()


def change(page: Page, part: str) -> None:
    page.get_by_role("link", name=re.compile(f"直す.*{part}")).click()


def make_the_kind(page: Page) -> None:
    page.goto("/cases/kinds/")
    page.get_by_role("link", name="種類を作る").click()
    page.get_by_label(re.compile("^名称")).fill(NAME)
    page.get_by_label(re.compile("^英語の名称")).fill("Promotion adviser")
    page.get_by_label(re.compile("^コード")).fill("promotion-adviser")
    page.get_by_label(re.compile("^事業計画の番号")).fill("9")
    page.get_by_label(re.compile("^回答する相談")).check()
    press(page, "種類を作る")
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)


def say_who_answers(page: Page) -> None:
    expect(page.get_by_text("受け付ける事務所も課もありません。")).to_be_visible()
    change(page, "受け付ける事務所・課")
    page.get_by_label("本部", exact=True).check()
    press(page, "受付と質問票を保存する")


def give_it_a_question_of_its_own(page: Page) -> None:
    """The common question set is copied, a question is added to the copy, the copy is published."""
    press(page, "写してこの種類の質問票を作る")
    page.get_by_role("link", name="質問を追加する").first.click()
    page.get_by_label(re.compile("^コード")).fill("markets")
    page.get_by_label(re.compile("^種類")).select_option("text")
    page.get_by_label("質問", exact=False).and_(page.locator("[name=label_ja]")).fill("売り込みたい市場")
    page.locator("[name=label_en]").fill("Markets you aim at")
    page.get_by_role("main").locator("form:has([name=label_ja]) button[type=submit]").first.click()
    press(page, "この版を公開する")
    expect(page.get_by_text("公開しました。")).to_be_visible()


def open_it(page: Page) -> None:
    page.get_by_role("link", name="案件の種類", exact=True).first.click()
    page.get_by_role("link", name=NAME).click()
    press(page, "受付を始める")
    expect(page.get_by_text("受付を始めました。")).to_be_visible()


def ask(page: Page) -> None:
    """The city comes by the search; its service and the list of beginnings lead there too."""
    page.goto("/services/fy2012/9/")
    page.get_by_role("main").get_by_role("link", name=re.compile("依頼を始める")).first.click()
    expect(page.get_by_role("main").get_by_role("link", name=NAME)).to_be_visible()
    page.goto("/cases/new/")
    expect(page.get_by_role("main").get_by_role("link", name=NAME)).to_be_visible()
    page.goto("/search/?q=プロモーションアドバイザー")
    page.get_by_role("main").get_by_role("link", name=NAME).click()
    press(page, "依頼書を書き始める")
    page.get_by_label("件名").fill("台湾での売り込み方")
    page.locator("[name=aim]").first.wait_for(state="attached")
    choose(page, "aim", "examples")
    page.locator("[name=purpose]").fill("りんごを台湾で売り込みたい。")
    page.get_by_label(re.compile("^売り込みたい市場")).fill("台北")
    press(page, "入力内容を確認する")
    press(page, "本部へ依頼する")
    expect(page.get_by_role("heading", level=1)).to_have_text("依頼を提出しました")


def choose(page: Page, name: str, value: str) -> None:
    """A choice, drawn as radios or as a list."""
    radio = page.locator(f"input[type=radio][name={name}][value='{value}']")
    if radio.count():
        radio.check()
    else:
        page.locator(f"select[name={name}]").select_option(value)


def answer(page: Page) -> None:
    page.goto(f"/cases/{Case.objects.get().pk}/")
    expect(page.get_by_text("台北")).to_be_visible()
    press(page, "依頼を受け付ける")
    page.get_by_role("link", name="回答書を書く").click()
    page.locator("[name=result]").fill("まず見本市に出してください。")
    press(page, "入力内容を確認する")
    press(page, "回答を送る")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_new_kind_needs_no_code(year: Cast, browser_page: BrowserPage, scripts: bool) -> None:
    planner, city, section = [
        browser_page(person, scripts=scripts) for person in (year.planner, year.officer, year.section_staff)
    ]

    make_the_kind(planner)
    say_who_answers(planner)
    give_it_a_question_of_its_own(planner)
    open_it(planner)
    ask(city)
    answer(section)

    city.goto(f"/cases/{Case.objects.get().pk}/")
    expect(city.get_by_text("まず見本市に出してください。").first).to_be_visible()
    assert Case.objects.get().kind == CaseKind.objects.get(code="promotion-adviser")


PAGES = {
    "list": "/cases/?view=all",
    "views": "/cases/views/",
    "view-new": "/cases/views/new/?view=open&urgent=1",
    "kinds": "/cases/kinds/",
    "kind-new": "/cases/kinds/new/",
    "kind": "/cases/kinds/requested-research/",
    "kind-reception": "/cases/kinds/requested-research/reception/",
    "kind-targets": "/cases/kinds/requested-research/targets/",
    "kind-preview": "/cases/kinds/media-pitch/preview/",
    "menu": "/cases/menu/",
    "settings": "/cases/offices/",
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_without_barriers(
    year: Cast, browser_page: BrowserPage, examine: Examine, language: str, width: int
) -> None:
    page = browser_page(year.planner, language=language, width=width)

    for name, path in PAGES.items():
        page.goto(path)
        examine(page, f"cases-{name}-{language}-{width}")
