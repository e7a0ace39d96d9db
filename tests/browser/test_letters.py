"""The formal stage: a letter drafted, approved by a superior without an account on a phone, issued and sent."""

import re

import pytest
from playwright.sync_api import Page, expect

from kakehashi.engines.cases.models import Approval, Case, Letter
from kakehashi.engines.cases.operations.checks import add_check
from kakehashi.engines.cases.operations.links import link_cases
from tests.browser.conftest import BrowserPage, Examine, Screenshot
from tests.cast import Cast
from tests.engines.cases import formal, stories
from tests.engines.cases.test_approvals import link_to


def test_the_formal_letter_goes_out(
    cast: Cast, browser_page: BrowserPage, examine: Examine, screenshot: Screenshot
) -> None:
    case = formal.awaiting_letter(cast)
    officer = browser_page(cast.officer)
    officer.goto(f"/cases/{case.pk}/")
    examine(officer, "formal-case-ja-1280")

    write_and_ask(officer, examine)
    look = browser_page(width=390)  # axe needs scripts; whoever approves does without
    look.goto(link_to(Approval.objects.get()))
    examine(look, "approve-ja-390")
    approve_on_a_phone(browser_page(width=390, scripts=False), screenshot)
    officer.goto(f"/cases/{case.pk}/letters/{Letter.objects.get().pk}/")
    officer.get_by_role("button", name="公文書を発行する").click()
    expect(officer.get_by_text("公文書を発行しました。")).to_be_visible()
    examine(officer, "letter-issued-ja-1280")
    officer.goto(f"/cases/{case.pk}/")
    officer.get_by_role("button", name="正式に依頼する").click()

    case.refresh_from_db()
    assert case.step == "working"
    staff = browser_page(cast.staff, width=390)
    staff.goto(f"/cases/{case.pk}/")
    expect(staff.get_by_role("link", name=re.compile("市長のパリ訪問について"))).to_be_visible()


def write_and_ask(page: Page, examine: Examine) -> None:
    page.get_by_role("link", name="正式依頼文を作る").click()
    page.get_by_label("文書番号").fill("姫国第12号")
    examine(page, "letter-new-ja-1280")
    page.get_by_role("button", name="下書きを保存して見る").click()
    expect(page.get_by_role("img", name=re.compile("1ページ"))).to_be_visible()
    examine(page, "letter-draft-ja-1280")
    page.get_by_role("link", name="承認を求める").click()
    page.get_by_label("承認してほしいこと").fill("正式依頼文の決裁")
    page.get_by_label(re.compile("職・氏名")).fill("国際交流課長")
    page.get_by_label(re.compile("登録のない人のメールアドレス")).fill("boss@example.invalid")
    examine(page, "approval-new-ja-1280")
    page.get_by_role("button", name="承認を求める").click()
    expect(page.get_by_text("国際交流課長 に承認を頼みました。")).to_be_visible()
    examine(page, "approval-waiting-ja-1280")


def approve_on_a_phone(phone: Page, screenshot: Screenshot) -> None:
    phone.goto(link_to(Approval.objects.get()))
    phone.get_by_role("button", name="承認しない").click()
    expect(phone.get_by_text("承認しない理由を書いてください。").first).to_be_visible()
    phone.get_by_role("button", name="承認する", exact=True).click()
    expect(phone.get_by_text("回答を記録しました").first).to_be_visible()
    screenshot(phone, "approved-ja-390")


@pytest.mark.parametrize("width", [1280, 390])
def test_in_english(cast: Cast, browser_page: BrowserPage, examine: Examine, width: int) -> None:
    case = formal.awaiting_letter(cast)
    letter = formal.draft_letter(case, cast.staff, formal.COUNCIL, language="en")
    waiting = formal.asked(case, cast.staff, language="en", letter=letter)
    add_check(case, "通訳を確かめる", by=cast.staff)
    link_cases(case, stories.submitted(cast), why="同じ訪問先", by=cast.staff)
    staff, visitor = browser_page(cast.staff, "en", width), browser_page(None, "en", width)

    for page, path, name in (
        (staff, f"/cases/{case.pk}/", "case"),
        (staff, f"/cases/{case.pk}/letters/new/from_council/?kind=refusal&language=en", "letter-new"),
        (staff, f"/cases/{case.pk}/letters/{letter.pk}/", "letter"),
        (staff, f"/cases/{case.pk}/approvals/new/", "approval-new"),
        (staff, f"/cases/{case.pk}/approvals/{waiting.pk}/", "approval"),
        (staff, f"/cases/{case.pk}/links/new/", "link-new"),
        (visitor, link_to(waiting), "approve"),
        (visitor, "/cases/approve/nothing/", "approve-gone"),
    ):
        page.goto(path)
        examine(page, f"{name}-en-{width}")


def test_ticked_and_linked(cast: Cast, browser_page: BrowserPage) -> None:
    case, other = stories.arranging(cast), stories.submitted(cast)
    add_check(case, "通訳を確かめる", by=cast.staff)
    page = browser_page(cast.staff, scripts=False)
    page.goto(f"/cases/{case.pk}/")

    page.get_by_role("checkbox", name="通訳を確かめる").check()
    page.get_by_role("button", name="チェックを保存する").click()
    expect(page.get_by_role("heading", name="チェックリスト 1/1")).to_be_visible()
    page.get_by_role("link", name="関係する案件を加える").click()
    page.get_by_label(re.compile(str(other.number))).check()
    page.get_by_label(re.compile("どのような関係か")).fill("同じ訪問先")
    page.get_by_role("button", name="関係する案件を加える").click()

    expect(page.get_by_role("link", name=str(other)).first).to_be_visible()
    assert Case.objects.get(pk=case.pk).links.count() == 1
