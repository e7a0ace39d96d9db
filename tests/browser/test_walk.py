"""The straight road, walked in a browser by everybody who takes part in it, with scripts and without."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kakehashi.engines.cases.models import Case, Precedent
from kakehashi.engines.cases.operations import moving
from kakehashi.foundation.catalogue import seed as plan
from kakehashi.foundation.catalogue.models import Service
from kakehashi.foundation.organisations.models import Person
from tests.browser.conftest import BrowserPage, Examine
from tests.cast import PASSWORD, Cast
from tests.engines.cases import stories

Look = Callable[[Page, str], None]


class Walk:
    """The browsers of the cast, and what each of them does."""

    def __init__(self, cast: Cast, browser_page: BrowserPage, look: Look, **options: Any) -> None:
        self.cast = cast
        self.look = look
        self._open = browser_page
        self._options = options
        self._pages: dict[int, Page] = {}

    def page(self, person: Person) -> Page:
        if person.pk not in self._pages:
            self._pages[person.pk] = self._open(person, **self._options)
        return self._pages[person.pk]

    def case(self, person: Person) -> Page:
        page = self.page(person)
        page.goto(f"/cases/{Case.objects.order_by('-pk')[0].pk}/")
        return page

    def from_the_aim_to_the_form(self) -> Page:
        page = self.page(self.cast.officer)
        page.goto("/home/")
        self.look(page, "home")
        page.get_by_role("link", name="目的から探す").first.click()
        self.look(page, "aims")
        page.get_by_role("link", name=re.compile("首長が.*訪問")).first.click()
        self.look(page, "aim")
        page.get_by_role("link", name=re.compile("トップセールス")).first.click()
        self.look(page, "service")
        page.get_by_role("main").get_by_role("link", name=re.compile("依頼を始める")).first.click()
        self.look(page, "start")
        page.get_by_label(re.compile("パリ事務所")).check()
        page.get_by_role("button", name="依頼書を書き始める").click()
        return page

    def fill_in_the_request(self, page: Page) -> None:
        page.get_by_label("件名").fill("姫路市長のパリ訪問")
        page.get_by_label(re.compile("^テーマ")).select_option("tourism")
        page.get_by_label(re.compile("^目的と背景")).fill("城の修理の後の観光客を増やす。")
        page.get_by_label(re.compile("^都市")).fill("パリ")
        page.locator("[name=dates-0-starts_on]").fill("2012-10-15")
        page.locator("[name=dates-0-ends_on]").fill("2012-10-18")
        page.locator("[name=hosts-0-name]").fill("フランス観光庁")
        page.locator("[name=hosts-0-why]").fill("団体旅行の動向を聞く")
        page.locator("button[name=_add_row][value=hosts]").click()
        page.locator("[name=hosts-1-name]").fill("パリ市役所")
        page.locator("[name=hosts-1-why]").fill("表敬")
        page.locator("[name=party-0-name]").fill("架空 市長")
        page.locator("[name=party-0-rank]").fill("市長")
        page.get_by_label(re.compile("^緊急時の連絡先")).fill("国際交流課")
        for item in ("面会・視察の約束の取り付け", "訪問先への同行", "通訳の紹介"):
            page.get_by_label(item).check()
        page.get_by_label(re.compile("^担当者の電話番号")).fill("079-000-0000")
        page.locator("[name=may_publish][value=yes]").check()

    def submit(self, page: Page) -> None:
        page.get_by_role("button", name="入力内容を確認する").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("入力内容を確認してください")
        self.look(page, "check")
        page.get_by_role("button", name="パリ事務所へ依頼する").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("依頼を提出しました")
        self.look(page, "receipt")

    def press(self, page: Page, label: str, note: str = "") -> None:
        """One move of the case page: unfold it where it is folded, say what it asks for."""
        form = page.locator("form", has=page.get_by_role("button", name=label, exact=True, include_hidden=True)).first
        form.wait_for(state="attached")
        if not form.is_visible():
            page.locator("summary", has_text=label).click()
        if note:
            form.locator("textarea").fill(note)
        form.get_by_role("button", name=label, exact=True).click()

    def arrange(self) -> None:
        """Four items, of which one fails."""
        page = self.case(self.cast.staff)
        expect(page.get_by_role("link", name=re.compile("面会・視察"))).to_have_count(2)
        case = Case.objects.order_by("-pk")[0]
        for number, item in enumerate(case.items.all()):
            page.goto(f"/cases/{case.pk}/items/{item.pk}/")
            if number == 3:
                self.look(page, "item")
                self.press(page, "不調にする", "通訳者の都合がつかない。")
                continue
            page.get_by_label(re.compile("^訪問先・会場")).fill(item.host or "パリ事務所")
            page.get_by_label(re.compile("^開始")).fill(f"2012-10-1{5 + number}T10:00")
            page.get_by_label(re.compile("^終了")).fill(f"2012-10-1{5 + number}T11:30")
            page.get_by_role("button", name="手配項目を保存する").click()
            page.get_by_role("button", name="確定する").click()
        self.look(page, "arranged")

    def report(self) -> None:
        city = self.case(self.cast.officer)
        city.get_by_role("link", name="結果報告").first.click()
        choose(city, "achieved", "4")
        city.locator("[name=result]").fill("旅行会社2社が商品を作った。")
        self.look(city, "result")
        city.get_by_role("button", name="入力内容を確認する").click()
        city.get_by_role("button", name="提出する").click()
        office = self.case(self.cast.staff)
        office.get_by_role("link", name="事務所報告").first.click()
        office.locator("[name=support]").fill("面会を調整し、同行した。")
        office.get_by_role("button", name="入力内容を確認する").click()
        office.get_by_role("button", name="提出する").click()
        self.press(office, "完了にする")

    def follow_up(self) -> None:
        page = self.case(self.cast.officer)
        page.get_by_role("link", name="フォローアップ").first.click()
        page.locator("[name=outcome_confirmed][value=yes]").check()
        for question in ("useful", "quality", "ease", "information", "cost"):
            choose(page, question, "4")
        self.look(page, "follow-up")
        page.get_by_role("button", name="入力内容を確認する").click()
        page.get_by_role("button", name="提出する").click()

    def publish(self) -> None:
        page = self.case(self.cast.director)
        page.get_by_role("button", name="事例を作る").click()
        page.get_by_label(re.compile("個人の氏名や連絡先が入っていない")).check()
        self.look(page, "precedent-edit")
        page.get_by_role("button", name="事例を公開する").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("姫路市長のパリ訪問")
        self.look(page, "precedent")

    def neighbour_finds(self, word: str) -> int:
        page = self.page(self.cast.neighbour)
        page.goto(f"/search/?q={word}")
        return page.get_by_role("main").get_by_text("姫路").count()


def choose(page: Page, name: str, value: str) -> None:
    """A choice, drawn as radios or as a list."""
    page.locator(f"[name={name}]").first.wait_for(state="attached")  # the page may still be on its way
    radio = page.locator(f"input[type=radio][name={name}][value='{value}']")
    if radio.count():
        radio.check()
    else:
        page.locator(f"select[name={name}]").select_option(value)


def walk(way: Walk) -> None:
    cast = way.cast
    page = way.from_the_aim_to_the_form()
    way.fill_in_the_request(page)
    way.look(page, "request")
    way.submit(page)

    branch = way.case(cast.branch_officer)
    way.look(branch, "case-branch")
    way.press(branch, "支部として確認済みにする")
    office = way.case(cast.staff)
    way.look(office, "case-submitted")
    way.press(office, "依頼を受け付ける")
    way.press(office, "追加情報を求める", "市長が伝えたいことを教えてください。")
    city = way.case(cast.officer)
    way.look(city, "case-asked")
    way.press(city, "回答を送る", "修理の記録をお見せします。")
    office = way.case(cast.staff)
    way.press(office, "引き受けて手配を始める")
    way.arrange()
    way.press(way.case(cast.staff), "日程表を送る")

    city = way.case(cast.officer)
    way.look(city, "case-ready")
    city.get_by_role("link", name="日程表を開く").click()
    expect(city.get_by_text("通訳者の都合がつかない。")).to_be_visible()
    way.look(city, "itinerary")
    way.press(way.case(cast.officer), "実施済みにする")
    way.report()
    way.follow_up()
    assert way.neighbour_finds("市長") == 0

    way.publish()
    assert way.neighbour_finds("市長") > 0
    assert Case.objects.order_by("-pk")[0].step == "closed"
    assert Precedent.objects.filter(published_at__isnull=False).count() >= 1


@pytest.fixture
def year(cast: Cast) -> Cast:
    """The cast in a council with its plan and one earlier precedent."""
    stories.kind()
    plan.load()
    stories.published(cast, title="大阪の先例", hosts=[{"name": "フランス観光庁", "why": "先例"}])
    return cast


def test_the_road_with_scripts_and_no_barrier(year: Cast, browser_page: BrowserPage, examine: Examine) -> None:
    walk(Walk(year, browser_page, lambda page, name: examine(page, f"walk-{name}-1280")))


def test_the_road_on_a_phone(year: Cast, browser_page: BrowserPage, examine: Examine) -> None:
    walk(Walk(year, browser_page, lambda page, name: examine(page, f"walk-{name}-390"), width=390))


def test_the_road_without_scripts(year: Cast, browser_page: BrowserPage) -> None:
    walk(Walk(year, browser_page, lambda page, name: None, scripts=False))


def test_precedents_appear_while_typing(year: Cast, browser_page: BrowserPage) -> None:
    case = stories.draft(year, hosts=[], theme="culture", title="")
    page = browser_page(year.officer)
    page.goto(f"/cases/{case.pk}/request/")

    page.locator("[name=hosts-0-name]").fill("フランス観光庁")

    expect(page.locator("#beside").get_by_text("大阪の先例")).to_be_visible()
    expect(page.locator("#beside").get_by_text("同じ訪問先")).to_be_visible()


def test_what_is_typed_is_saved_by_itself(year: Cast, browser_page: BrowserPage) -> None:
    case = stories.draft(year)
    page = browser_page(year.officer)
    page.goto(f"/cases/{case.pk}/request/")

    page.get_by_label(re.compile("^都市")).fill("ストラスブール")
    with page.expect_response(re.compile("autosave")) as saving:
        pass

    assert saving.value.status == 200
    assert stories.fresh(case).city == "ストラスブール"


def test_what_is_typed_outlives_a_session_that_ended(year: Cast, browser_page: BrowserPage) -> None:
    """Signed out while typing; somebody else, then the same person signs in again in another tab."""
    case = stories.draft(year)
    page = browser_page(year.officer)
    page.clock.install()
    page.goto(f"/cases/{case.pk}/request/")
    status = page.locator("[data-autosave-url]")
    page.context.clear_cookies()

    page.get_by_label(re.compile("^都市")).fill("ストラスブール")
    page.clock.run_for(4_000)
    expect(status).to_contain_text("サインインの時間が切れました。")
    _sign_in(page.context.new_page(), year.colleague)
    page.clock.run_for(16_000)
    expect(status).to_contain_text("別の人がサインインしています。")
    unsaved = stories.fresh(case).city
    page.context.clear_cookies()
    _sign_in(page.context.new_page(), year.officer)
    page.clock.run_for(16_000)
    expect(status).not_to_contain_text("別の人")
    page.clock.run_for(1_000)

    expect(status).to_contain_text("保存しました")
    assert (unsaved, stories.fresh(case).city) == (case.city, "ストラスブール")


def _sign_in(page: Page, person: Person) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(re.compile("/home/"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_open_service_leads_to_its_page(year: Cast, browser_page: BrowserPage, language: str) -> None:
    page = browser_page(None, language=language)

    states = {s.number: page.goto(f"/services/fy2012/{s.number}/") for s in Service.objects.filter(state="open")}

    assert {number: answer.status for number, answer in states.items() if answer} == dict.fromkeys(states, 200)


def test_the_pages_of_the_road_in_english(year: Cast, browser_page: BrowserPage, examine: Examine) -> None:
    draft, asked, arranged = stories.draft(year), stories.submitted(year), stories.arranging(year)
    done, precedent = stories.following_up(year), Precedent.objects.all()[0]
    moving.ask_back(asked, by=year.staff, note="What will the mayor bring?")
    item = arranged.items.all()[0].pk
    seen: list[tuple[Person | None, list[str]]] = [
        (
            None,
            ["/", "/services/", "/services/fy2012/", "/services/fy2012/7/", "/cases/precedents/", "/search/?q=先例"],
        ),
        (None, [f"/cases/precedents/{precedent.pk}/", "/about/"]),
        (year.officer, ["/home/", "/cases/?view=all", "/cases/new/top-sales/"]),
        (year.officer, [f"/cases/{asked.pk}/", f"/cases/{done.pk}/"]),
        (year.officer, [f"/cases/{draft.pk}/request/", f"/cases/{draft.pk}/request/check/", "/notices/"]),
        (year.officer, [f"/cases/{done.pk}/itinerary/", f"/cases/{done.pk}/papers/follow_up/1/"]),
        (year.staff, ["/home/", f"/cases/{arranged.pk}/", f"/cases/{arranged.pk}/items/{item}/"]),
        (year.planner, ["/home/", "/organisations/", "/people/", "/forms/", "/services/plans/", "/cases/offices/"]),
        (year.operator, ["/tasks/", "/notices/mails/", "/audit/"]),
    ]

    for number, (person, addresses) in enumerate(seen):
        page = browser_page(person, language="en")
        for place, address in enumerate(addresses):
            page.goto(address)
            examine(page, f"english-{number}-{place}")
