"""31 March: an officer's twelve cases are handed over on screen, and what the successor sees on 1 April."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kakehashi.engines.cases.models import Case, Handover
from kakehashi.engines.cases.operations import moving
from kakehashi.engines.cases.operations.handover import carry_out_due
from kakehashi.engines.cases.tasks import HAND_OVER
from kakehashi.foundation.access.operations import grant_role
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.browser.conftest import BrowserPage, Examine
from tests.cast import Cast, make_person
from tests.engines.cases import stories

LAST_DAY, FIRST_DAY = dt.date(2013, 3, 31), dt.date(2013, 4, 1)
TITLES = [
    "城の夜間公開の調査",
    "姉妹都市との給食交流",
    "果物の試食会",
    "路面電車の視察",
    "図書館の交換展示",
    "環境学習の講師",
    "中学生の派遣",
    "観光案内所の視察",
    "防災訓練の見学",
]
SetClock = Callable[..., None]


@pytest.fixture
def set_clock(settings: Any) -> SetClock:
    """The clock of the server too, which runs in a thread of its own."""

    def _set(day: dt.date, hour: int, minute: int = 0) -> None:
        settings.CLOCK_SHIFT = dt.timedelta(0)
        moment = dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.JAPAN)
        settings.CLOCK_SHIFT = moment - clock.now()

    return _set


@pytest.fixture(autouse=True)
def _twelve_cases(cast: Cast, set_clock: SetClock) -> None:
    """Cases the officer in Paris leads, at all their steps."""
    set_clock(LAST_DAY, 9)
    for title in TITLES:
        moving.receive(stories.submitted(cast, title=title), by=cast.staff)
    arranged = stories.arranging(cast)
    arranged.items.filter(order=0).update(contact="マルタン氏 01 00 00 00 00", due_on=dt.date(2013, 4, 8))
    Case.objects.filter(pk=arranged.pk).update(due_on=dt.date(2013, 4, 12))
    stories.visited(cast, title="市場の視察")
    stories.following_up(cast, title="芸術祭の相談")


@pytest.fixture
def successor(cast: Cast, set_clock: SetClock) -> Person:
    set_clock(LAST_DAY, 9)
    person = make_person("successor", "後藤 任")
    grant_role(person=person, organisation=cast.paris, role="office_staff", starts_on=FIRST_DAY, by=cast.planner)
    return person


def test_twelve_cases_change_hands(
    cast: Cast, successor: Person, set_clock: SetClock, browser_page: BrowserPage, examine: Examine
) -> None:
    prepare(browser_page(cast.director), examine)
    settle(browser_page(cast.director), examine)
    look_in_english(browser_page(cast.director, language="en", width=390), examine)

    set_clock(FIRST_DAY, 0, 5)
    carry_out_due(by=HAND_OVER)

    set_clock(FIRST_DAY, 9)
    find_what_came(browser_page(successor), examine)
    phone = browser_page(successor, language="en", width=390)
    phone.goto("/cases/handover/")
    expect(phone.get_by_role("region", name="Cases taken over").get_by_role("listitem")).to_have_count(12)
    examine(phone, "handover-taken-en-390")
    case, leaver = Case.objects.order_by("id")[0], browser_page(cast.staff)
    gone = leaver.goto(f"/cases/{case.pk}/")
    assert (case.lead, gone and gone.status) == (successor, 404)  # the leaver's role ended on 31 March


def prepare(page: Page, examine: Examine) -> None:
    page.goto("/cases/handover/")
    page.get_by_role("link", name="引継ぎを準備する").first.click()
    page.get_by_label("引き継ぐ人").select_option(label="橋本 クレール(パリ事務所・12件)")
    examine(page, "handover-new-ja-1280")
    page.get_by_role("button", name="引継ぎの下書きを作る").click()
    expect(page.get_by_label("全体の後任")).to_have_value(re.compile(r"\d+"))
    page.get_by_label("後任へのことば").fill("鍵は金庫にあります。来週の月曜に大使館へ一緒にあいさつに行きましょう。")
    page.get_by_label("次にすること").first.fill("4月5日までに通訳者を決める。")
    page.get_by_label("約束したこと").first.fill("市長の略歴を送る。")
    examine(page, "handover-edit-ja-1280")
    page.get_by_role("button", name="下書きを保存する").click()
    expect(page.get_by_text("引継ぎの下書きを保存しました。")).to_be_visible()
    examine(page, "handover-draft-ja-1280")


def settle(page: Page, examine: Examine) -> None:
    page.goto("/cases/handover/")
    page.get_by_role("link", name=re.compile("橋本 クレール")).first.click()
    page.get_by_role("button", name="この日に引き継ぐと決める").click()
    expect(page.get_by_text("引継ぎを決めました。その日に自動で行われます。")).to_be_visible()
    examine(page, "handover-settled-ja-1280")


def look_in_english(page: Page, examine: Examine) -> None:
    pk = Handover.objects.get().pk
    for address, name in (("", "list"), (f"{pk}/", "settled"), (f"{pk}/edit/", "edit")):
        page.goto(f"/cases/handover/{address}")
        examine(page, f"handover-{name}-en-390")


def find_what_came(page: Page, examine: Examine) -> None:
    page.goto("/cases/handover/")
    taken = page.get_by_role("region", name="引き継いだ案件")
    expect(taken.get_by_role("listitem")).to_have_count(12)
    for words in ("4月5日までに通訳者を決める。", "市長の略歴を送る。", "フランス観光庁 マルタン氏 01 00 00 00 00"):
        expect(taken.get_by_text(words)).to_be_visible()
    examine(page, "handover-taken-ja-1280")
    taken.get_by_role("link", name="前任 橋本 クレール の引継書").first.click()
    expect(page.get_by_text("鍵は金庫にあります。")).to_be_visible()
    examine(page, "handover-done-ja-1280")
    for view, count in (("mine", 12), ("waiting", 10)):  # of two it is the city's turn to report
        page.goto(f"/cases/?view={view}")
        expect(page.get_by_role("list", name="案件", exact=True).get_by_role("listitem")).to_have_count(count)
        examine(page, f"handover-{view}-ja-1280")
