"""Programmes set up on screen, without code: a successor, a new kind of adviser, the end of LGOTP."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kakehashi.engines.calls import seed
from kakehashi.engines.calls.models import Application, Call, Scheme
from kakehashi.engines.calls.queries.awarding import award_of
from kakehashi.foundation.organisations.models import Organisation
from tests.browser.conftest import BrowserPage, Examine
from tests.cast import Cast
from tests.engines.calls import stories
from tests.engines.calls.test_trials import by_command

NAME = "国際交流支援事業"


@pytest.fixture
def programmes(cast: Cast) -> Cast:
    stories.section(cast)
    stories.forms()
    seed.load()
    return cast


def press(page: Page, label: str) -> None:
    page.get_by_role("main").get_by_role("button", name=label, exact=True).first.click()


def onward(page: Page, to: str) -> None:
    """Save this part and go on to the next: the page leads the way."""
    press(page, f"保存して「{to}」へ進む")
    expect(page.get_by_role("heading", level=1)).to_contain_text(to)


def make_scheme(page: Page, name: str, code: str, english: str) -> None:
    page.goto("/calls/schemes/")
    page.get_by_role("link", name="制度を作る").first.click()
    page.locator("[name=name_ja]").fill(name)
    page.locator("[name=name_en]").fill(english)
    page.locator("[name=code]").fill(code)
    page.locator("[name=desk]").select_option(str(Organisation.objects.get(code="section-multicultural").pk))
    press(page, "制度を作る")
    page.get_by_role("link", name="公募を作る").first.click()


def set_up_the_successor(page: Page) -> None:
    """Every part in turn, with the rows of the programme: half of it, 5,000,000 abroad, 3,000,000 in Japan."""
    make_scheme(page, NAME, "exchange-support", "Support for international exchange")
    page.locator("[name=fiscal_year]").fill("2027")
    press(page, "公募を作る")
    expect(page.get_by_text("募集の案内がありません。")).to_be_visible()
    page.get_by_role("link", name="募集の案内がありません。").click()
    page.locator("[name=guidance_ja]").fill("海外との交流を助成します。")
    page.locator("[name=contact_ja]").fill("多文化共生課")
    onward(page, "申請の進め方")
    page.locator("[name=deciding]").select_option("officer")
    onward(page, "日程")
    onward(page, "申請できる団体")
    for kind in ("都道府県", "指定都市", "その他の市区町村", "地域国際化協会"):
        page.get_by_label(kind, exact=True).check()
    onward(page, "質問票")
    page.locator("[name=application_form]").select_option(label="test-application")
    page.locator("[name=report_form]").select_option(label="test-report")
    onward(page, "枠")
    page.locator("[name=tracks-0-ceiling_yen]").fill("8000000")
    onward(page, "金額の決まり")
    set_the_money(page)


def set_the_money(page: Page) -> None:
    page.locator("[name=is_set]").check()
    page.locator("[name=rate]").fill("1/2")
    page.locator("[name=caps-0-place]").select_option("abroad")
    page.locator("[name=caps-0-yen]").fill("5000000")
    press(page, "保存して、行を続けて加える")
    page.locator("[name=caps-1-place]").select_option("japan")
    page.locator("[name=caps-1-yen]").fill("3000000")
    onward(page, "費目")
    page.get_by_role("link", name="公募の全体と公表").click()


def announce(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="公表する前の見え方を確かめる").first.click()
    expect(page.get_by_text("例の計算")).to_be_visible()
    page.go_back()
    press(page, "公募を公表する")
    expect(page.get_by_text("公表しました。")).to_be_visible()


def reckon(page: Page, call: Call, tmp_path: Path) -> None:
    """The vectors of the programme, by the screen and by the command."""
    page.goto(f"/calls/{call.pk}/")
    page.get_by_role("link", name="いくらになるかを計算する").click()
    for place, eligible, yen in (("abroad", 8, 4), ("abroad", 12, 5), ("japan", 8, 3)):
        page.locator("[name=place]").select_option(place)
        page.locator("[name=eligible]").fill(f"{eligible}000000")
        press(page, "この内容で計算する")
        expect(page.locator("main .calls-sum")).to_have_text(f"{yen},000,000円")
        facts = {"applicant_kind": "municipality", "place": place, "eligible": eligible * 1_000_000}
        assert by_command(tmp_path / "facts.json", "exchange-support", facts, 2027)[0] == yen * 1_000_000


def apply(page: Page, call: Call) -> Application:
    page.goto(f"/calls/{call.pk}/")
    page.get_by_role("link", name="この募集に申請する").click()
    press(page, "申請書を書き始める")
    page.locator("[name=title]").fill("姉妹都市30周年")
    page.locator("[name=starts_on]").fill("2027-06-01")
    page.locator("[name=ends_on]").fill("2027-09-30")
    place = page.locator("[name=place]")
    page.locator("[name=place][value=abroad]").check() if place.count() > 1 else place.select_option("abroad")
    for name, value in (("item", "渡航費"), ("unit_yen", "12000000"), ("quantity", "1"), ("amount_yen", "12000000")):
        page.locator(f"[name=expenses-0-{name}]").fill(value)
    page.locator("[name=requested_yen]").fill("6000000")
    press(page, "入力内容を確認する")
    page.get_by_role("main").get_by_role("button", name=re.compile("提出する$")).first.click()
    expect(page).to_have_url(re.compile("/receipt/$"))
    return Application.objects.get(call=call)


def test_a_successor_is_set_up_announced_and_used(programmes: Cast, browser_page: BrowserPage, tmp_path: Path) -> None:
    planner, city = browser_page(programmes.planner), browser_page(programmes.officer)
    desk = browser_page(stories.section(programmes)[1])

    set_up_the_successor(planner)
    announce(planner)
    call = Call.objects.get(scheme__code="exchange-support")
    reckon(city, call, tmp_path)
    application = apply(city, call)
    desk.goto(f"/calls/applications/{application.pk}/")

    expect(desk.get_by_text("上限額 5,000,000円(主に海外)").first).to_be_visible()
    assert award_of(application).yen == 5_000_000


def test_a_new_adviser_is_copied_and_lgotp_ends(programmes: Cast, browser_page: BrowserPage) -> None:
    planner, visitor = browser_page(programmes.planner), browser_page()
    source = Call.objects.get(scheme__code="adviser", fiscal_year=2025)
    lgotp = Call.objects.get(scheme__code="lgotp", fiscal_year=2025)
    Call.objects.filter(pk=lgotp.pk).update(guidance_ja="案内", contact_ja="課", announced_at="2024-10-01T00:00Z")

    make_scheme(planner, "プロモーションアドバイザー", "promotion-adviser", "Promotion advisers")
    planner.locator("[name=fiscal_year]").fill("2015")
    planner.locator("[name=like]").select_option(str(source.pk))
    press(planner, "公募を作る")
    expect(planner.get_by_text("見直すところを確かめてください")).to_be_visible()
    planner.goto("/calls/schemes/lgotp/")
    planner.get_by_text("制度を終える年度を決める").click()
    planner.locator("[name=ends_after]").fill("2025")
    press(planner, "最後の年度を保存する")
    planner.get_by_role("link", name="公募を作る").first.click()
    planner.locator("[name=fiscal_year]").fill("2026")
    press(planner, "公募を作る")
    visitor.goto(f"/calls/{lgotp.pk}/")

    expect(planner.get_by_text("この制度は2025年度で終わりました。").first).to_be_visible()
    expect(visitor.get_by_text("この制度は終わりました")).to_be_visible()
    call = Call.objects.get(scheme__code="promotion-adviser")
    assert (call.gives, call.register, call.uses_per_year) == (source.gives, source.register, source.uses_per_year)
    assert [cap.yen for cap in call.money_rule.caps.all()] == [cap.yen for cap in source.money_rule.caps.all()]
    assert Scheme.objects.get(code="lgotp").ends_after == 2025


PARTS = ("words", "road", "window", "who", "forms", "tracks", "money", "expenses", "checks", "judging")


@pytest.mark.parametrize(("language", "width"), [("ja", 1280), ("en", 390)])
def test_the_editor_is_without_barriers(
    programmes: Cast, browser_page: BrowserPage, examine: Examine, language: str, width: int
) -> None:
    page = browser_page(programmes.planner, language=language, width=width)
    call = Call.objects.get(scheme__code="multicultural", fiscal_year=2025)
    paths = {"call": "edit/", "preview": "preview/", "trial": "trial/", "calculator": "calculator/"}
    paths |= {part: f"edit/{part}/" for part in PARTS}

    for name, path in paths.items():
        page.goto(f"/calls/{call.pk}/{path}")
        examine(page, f"calls-editing-{name}-{language}-{width}")
