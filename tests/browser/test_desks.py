"""The desks: adviser, front desk, plaza, recorded visits, media pitches; each walked by its people."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kakehashi.engines.cases import seed
from kakehashi.engines.cases.models import Case
from kakehashi.foundation.catalogue import seed as plan
from kakehashi.foundation.organisations.models import Person
from tests.browser.conftest import BrowserPage, Examine
from tests.cast import Cast
from tests.engines.cases import roads

Open = Callable[[Person | None], Page]


@pytest.fixture
def year(cast: Cast) -> Cast:
    seed.load()
    plan.load()
    return cast


@pytest.fixture(params=["with scripts", "without scripts"])
def opened(request: pytest.FixtureRequest, browser_page: BrowserPage) -> Open:
    pages: dict[int | None, Page] = {}

    def _page(person: Person | None) -> Page:
        key = person.pk if person else None
        if key not in pages:
            pages[key] = browser_page(person, scripts=request.param == "with scripts")
        return pages[key]

    return _page


def newest() -> Case:
    return Case.objects.order_by("-pk")[0]


def at_case(page: Page) -> Page:
    page.goto(f"/cases/{newest().pk}/")
    return page


def fill(page: Page, **answers: Any) -> None:
    """Fill fields by their names: text, choices as radios or lists, yes and no."""
    for written, value in answers.items():
        name = written.replace("__", "-")
        page.locator(f"[name='{name}']").first.wait_for(state="attached")
        radio = page.locator(f"input[type=radio][name='{name}'][value='{value}']")
        box = page.locator(f"input[type=checkbox][name='{name}'][value='{value}']")
        if radio.count():
            radio.check()
        elif box.count():
            box.check()
        elif page.locator(f"select[name='{name}']").count():
            page.locator(f"select[name='{name}']").select_option(value)
        else:
            page.locator(f"[name='{name}']").fill(value)


def press(page: Page, label: str, note: str = "") -> None:
    """One move of the case page: unfold it where it is folded, say what it asks for."""
    button = page.get_by_role("button", name=label, exact=True, include_hidden=True)
    form = page.locator("form", has=button).first
    form.wait_for(state="attached")
    if not form.is_visible():
        page.locator("summary", has_text=label).first.click()
    if note:
        form.locator("textarea").fill(note)
    form.get_by_role("button", name=label, exact=True).click()


def check_and_send(page: Page, label: str) -> None:
    page.get_by_role("button", name="入力内容を確認する").click()
    page.get_by_role("button", name=label).click()


def begin(page: Page, kind: str) -> None:
    page.goto("/cases/new/")
    page.get_by_role("main").get_by_role("link", name=re.compile(kind)).click()


def answer(page: Page, words: str) -> None:
    press(at_case(page), "依頼を受け付ける")
    page.get_by_role("link", name="回答書を書く").click()
    fill(page, result=words)
    check_and_send(page, "回答を送る")


def answer_opinion(page: Page) -> None:
    at_case(page).get_by_role("link", name="フォローアップ").first.click()
    fill(page, outcome_confirmed="yes", useful="5", quality="4", ease="4", information="4", cost="4")
    check_and_send(page, "提出する")


def test_a_city_asks_the_adviser(year: Cast, opened: Open) -> None:
    city, desk = opened(year.officer), opened(year.section_staff)
    begin(city, "経済アドバイザー")
    city.get_by_role("button", name="依頼書を書き始める").click()
    fill(
        city, title="果物の輸出", theme="products", stage="idea", purpose="どの国から始めるか。",
        questions__0__question="検疫は。", way="written", phone="000-000-0000",
    )  # fmt: skip
    check_and_send(city, "本部へ依頼する")

    answer(desk, "まず台湾から始めてください。")
    expect(at_case(city).get_by_text("まず台湾から始めてください。")).to_be_visible()
    answer_opinion(city)

    assert (newest().step, newest().outcome_confirmed_at is None) == ("closed", False)


def test_the_front_desk_writes_a_call_down_and_answers(year: Cast, opened: Open) -> None:
    desk, city = opened(year.section_staff), opened(year.officer)
    desk.goto("/cases/new/front-desk/for/")
    fill(desk, channel="phone", applicant="姫路市", name="電話の人")
    desk.get_by_role("button", name="内容を書き始める").click()
    fill(desk, title="姉妹都市の始め方", aim="begin", purpose="何から始めるか。")
    check_and_send(desk, "本部へ依頼する")

    answer(desk, "まず庁内の目的をまとめてください。")

    expect(at_case(city).get_by_text("まず庁内の目的をまとめてください。")).to_be_visible()


def test_somebody_unknown_asks_the_plaza(year: Cast, opened: Open) -> None:
    visitor, desk = opened(None), opened(year.section_staff)
    visitor.goto("/services/fy2012/37/")
    visitor.get_by_role("main").get_by_role("link", name=re.compile("依頼を始める")).first.click()
    fill(visitor, consultation="material", title="ベトナムの子どもの教育", purpose="資料を探している。")
    visitor.get_by_role("button", name="相談を送る").click()
    secret = visitor.url
    answer(desk, "資料を3点お送りします。")

    visitor.goto(secret)

    expect(visitor.get_by_text("資料を3点お送りします。")).to_be_visible()
    assert newest().step == "closed"


def test_a_visit_is_recorded_with_its_promises(year: Cast, opened: Open) -> None:
    page = opened(year.section_staff)
    begin(page, "東京事務所")
    page.get_by_role("button", name="依頼書を書き始める").click()
    fill(
        page, title="兵庫県東京事務所を訪問", host="兵庫県東京事務所", day="2012-07-05", purpose="要望を聞いた。",
        promises__0__what="見本市の一覧を送る", promises__0__by="2012-07-20",
    )  # fmt: skip
    check_and_send(page, "記録を確定する")
    at_case(page).get_by_role("link", name="見本市の一覧を送る").click()
    page.get_by_role("button", name="完了にする").click()
    press(at_case(page), "記録を終了する")

    assert newest().step == "closed"


def test_a_story_is_pitched_to_media(year: Cast, opened: Open) -> None:
    city, office = opened(year.officer), opened(year.staff)
    begin(city, "マスコミ")
    city.get_by_label(re.compile("パリ事務所")).check()
    city.get_by_role("button", name="依頼書を書き始める").click()
    fill(
        city, title="世界遺産の城の夜間公開", theme="tourism", purpose="冬の誘客。", angle="50年ぶりの修理が終わる。",
        country="FR", has_embargo="no", photos_cleared="yes", items="pitch", phone="000-000-0000",
    )  # fmt: skip
    check_and_send(city, "パリ事務所へ依頼する")
    press(at_case(office), "依頼を受け付ける")
    press(office, "引き受けて手配を始める")
    case = newest()
    item = case.items.get()
    office.goto(f"/cases/{case.pk}/items/{item.pk}/")
    fill(office, host="架空日報", starts_at="2012-11-01T10:00")
    office.get_by_role("button", name="手配項目を保存する").click()
    office.get_by_role("button", name="確定する").click()
    press(at_case(office), "日程表を送る")
    press(at_case(city), "実施済みにする")
    city.get_by_role("link", name=re.compile("結果報告を書く")).click()
    fill(city, achieved="4", result="1面に載った。")
    check_and_send(city, "提出する")
    at_case(office).get_by_role("link", name=re.compile("事務所報告を書く")).click()
    fill(office, support="記者を案内した。")
    check_and_send(office, "提出する")
    press(at_case(office), "完了にする")

    answer_opinion(city)

    assert newest().step == "closed"


def test_the_pages_of_the_desks_have_no_barrier(year: Cast, browser_page: BrowserPage, examine: Examine) -> None:
    consultation = roads.answered(roads.consulted(year), year)
    unknown = roads.asked_by_nobody(year, email="somebody@example.invalid")
    record = roads.go(roads.visit(year, promises=roads.PROMISES), "log", year.section_staff)
    research = roads.researching(year)
    seen: list[tuple[Person | None, list[str]]] = [
        (None, ["/cases/ask/plaza/", roads.path_of(unknown)]),
        (year.officer, ["/cases/new/", f"/cases/{consultation.pk}/", f"/cases/{research.pk}/"]),
        (
            year.section_staff,
            ["/cases/new/", "/cases/new/plaza/for/", f"/cases/{unknown.pk}/", f"/cases/{record.pk}/"],
        ),
        (year.branch_officer, [f"/cases/{roads.with_branch(year).pk}/"]),
    ]

    for language in ("ja", "en"):
        for person, paths in seen:
            page = browser_page(person, language=language, width=1280 if language == "ja" else 390)
            for path in paths:
                page.goto(path)
                name = re.sub(r"[^a-z]+", "-", path)[:40].strip("-")
                examine(page, f"desks-{name}-{person.pk if person else 'anyone'}-{language}")
