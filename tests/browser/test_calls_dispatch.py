"""An award after a nomination, an adviser asked for once too often, the last yen, and a match, each on screen."""

import re

from playwright.sync_api import Page, expect

from kakehashi.engines.calls.choices import LetterKind, PaperKind
from kakehashi.engines.calls.models import Application, Call
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.letters import issue_letter
from kakehashi.kernel import clock
from tests.browser.conftest import BrowserPage, Examine
from tests.cast import Cast
from tests.engines.calls import stories
from tests.engines.calls.test_dispatch_costs import adviser_call, to_decide
from tests.engines.calls.test_honouring import award
from tests.engines.calls.test_matching import candidate, host, lgotp, officer_of, proposed
from tests.engines.calls.test_uses import counted, used


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).first.click()


def test_a_nominated_body_is_honoured_at_a_ceremony(cast: Cast, browser_page: BrowserPage, examine: Examine) -> None:
    call = award(cast, takes_nominations=True)
    nominator = browser_page(cast.neighbour)
    nominator.goto(f"/calls/{call.pk}/")
    nominator.get_by_role("link", name="ほかの団体を推薦する").click()
    nominator.get_by_label(re.compile("^推薦される団体")).fill("姫路市")
    nominator.get_by_label(re.compile("^推薦の理由")).fill("城を通じた交流が長く続いています。")
    examine(nominator, "calls-nominate-ja-1280")
    press(nominator, "この団体を推薦する")

    body = browser_page(cast.officer, width=390)
    body.goto("/calls/nominations/")
    body.get_by_role("link", name=re.compile("姫路市 を推薦")).click()
    examine(body, "calls-nomination-ja-390")
    press(body, "推薦を受けて、応募の下書きを始める")
    expect(body.get_by_text("城を通じた交流が長く続いています。")).to_be_visible()

    desk = browser_page(officer_of(cast))
    winner = as_winner(cast, desk, examine)
    body.goto(f"/calls/applications/{winner.pk}/")
    expect(body.get_by_text("架空会館")).to_be_visible()
    examine(body, "calls-honoured-ja-390")
    desk.goto(f"/calls/{call.pk}/edit/")
    desk.locator("summary", has_text="結果と得点を公開する").click()
    press(desk, "採択結果を公表する")
    everybody = browser_page(language="en")
    everybody.goto(f"/calls/{call.pk}/")
    expect(everybody.get_by_text("Himeji")).to_be_visible()
    examine(everybody, "calls-honoured-en-1280")


def as_winner(cast: Cast, desk: Page, examine: Examine) -> Application:
    """Written, checked and decided by stories; the ceremony, the certificate and the telling on screen."""
    application = Application.objects.get()
    stories.fill(application, PaperKind.APPLICATION, stories.ANSWERS, by=cast.officer)
    for code, by in (("submit", cast.officer), ("receive", officer_of(cast))):
        MOVES[code](stories.fresh(application), by=by)
    stories.checked(application, officer_of(cast))
    for code in ("pass_to_board", "adopt"):
        MOVES[code](stories.fresh(application), by=officer_of(cast))
    desk.goto(f"/calls/{application.call_id}/ceremony/")
    desk.locator("[name=held_at]").fill("2012-11-20T14:00")
    desk.locator("[name=place_ja]").fill("架空会館")
    examine(desk, "calls-ceremony-ja-1280")
    press(desk, "表彰式を保存する")
    desk.goto(f"/calls/applications/{application.pk}/letters/certificate/")
    examine(desk, "calls-certificate-ja-1280")
    press(desk, "この内容で発行する")
    press(desk, "決定を通知する")
    expect(desk.get_by_text("「決定を通知する」を行いました。")).to_be_visible()
    return stories.fresh(application)


def test_the_third_request_of_the_year_is_refused_with_the_reason(
    cast: Cast, browser_page: BrowserPage, examine: Examine
) -> None:
    call = counted(cast)
    numbers = used(cast, call, "disaster", 2)
    page = browser_page(cast.officer)
    page.goto(f"/calls/{call.pk}/apply/")
    page.get_by_label("災害時の外国人支援").check()
    press(page, "申請書を書き始める")

    reason = page.get_by_role("link", name=re.compile("回数の上限に達しています"))
    expect(reason).to_contain_text(f"上限2回、{numbers[0]}、{numbers[1]}")
    examine(page, "calls-third-ja-1280")
    page.get_by_label("やさしい日本語").check()
    press(page, "申請書を書き始める")
    expect(page).to_have_url(re.compile("/form/$"))


def test_the_window_closes_itself_at_the_last_yen(cast: Cast, browser_page: BrowserPage, examine: Examine) -> None:
    call = adviser_call(cast, 50_000)
    application = to_decide(cast, call)
    desk = browser_page(officer_of(cast))
    desk.goto(f"/calls/applications/{application.pk}/costs/")
    desk.locator("[name=honorarium_yen]").fill("30000")
    desk.locator("[name=travel_yen]").fill("20000")
    examine(desk, "calls-costs-ja-1280")
    press(desk, "派遣の費用を保存する")
    press(desk, "決定する")
    expect(desk.get_by_text("「決定する」を行いました。")).to_be_visible()

    page = browser_page(width=390)
    page.goto(f"/calls/{call.pk}/")
    expect(page.get_by_text("予算または件数を使い切ったため、受付を終わりました。")).to_be_visible()
    expect(page.get_by_role("link", name="この募集に申請する")).to_have_count(0)
    examine(page, "calls-spent-ja-390")
    assert Call.objects.get(pk=call.pk).is_spent


def test_a_host_and_a_candidate_who_want_each_other_are_matched(
    cast: Cast, browser_page: BrowserPage, examine: Examine
) -> None:
    call = lgotp(cast)
    application, anna = host(cast, call), candidate(cast, call, "Anna")
    proposal = proposed(cast, anna, application)
    body = browser_page(cast.officer, width=390)
    body.goto(f"/calls/applications/{application.pk}/")
    body.get_by_role("link", name="候補者への答えを書く").click()
    body.locator(f"[name=p{proposal.pk}-state][value=wanted]").check()
    body.locator(f"[name=p{proposal.pk}-order]").fill("1")
    examine(body, "calls-host-answers-ja-390")
    press(body, "答えを送る")
    office = browser_page(cast.director, language="en")
    office.goto(f"/calls/{call.pk}/matching/")
    office.goto(f"/calls/candidates/{anna.pk}/wishes/")
    office.locator(f"[name=p{proposal.pk}-state][value=willing]").check()
    office.locator(f"[name=p{proposal.pk}-order]").fill("1")
    examine(office, "calls-wishes-en-1280")
    office.get_by_role("main").locator("button[type=submit]").click()
    expect(office).to_have_url(re.compile("/matching/$"))

    desk = browser_page(officer_of(cast))
    desk.goto(f"/calls/{call.pk}/edit/")
    desk.get_by_role("navigation", name="この公募の仕事").get_by_role("link", name="候補者と受入れ団体").click()
    expect(desk.get_by_role("link", name="届いた申請", exact=True)).to_be_visible()
    examine(desk, "calls-matching-ja-1280")
    press(desk, "この組に決める")
    expect(desk.get_by_text("受入れを決めました。")).to_be_visible()
    issue_letter(
        stories.fresh(application), LetterKind.SELECTION, dated_on=clock.today(), language="ja", by=officer_of(cast)
    )
    MOVES["grant"](stories.fresh(application), by=officer_of(cast))
    body.goto(f"/calls/applications/{application.pk}/")
    expect(body.get_by_text("受入れが決まりました")).to_be_visible()
