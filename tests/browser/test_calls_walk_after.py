"""After the decision: report, correction, settlement, payment and the published result, walked in a browser."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kakehashi.engines.calls import seed
from kakehashi.engines.calls.choices import Deciding, LetterKind
from kakehashi.engines.calls.models import Application, Call, ExpenseCategory
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.letters import issue_letter
from kakehashi.foundation.catalogue import seed as plan
from kakehashi.kernel import clock
from tests.browser.conftest import BrowserPage, Examine
from tests.browser.walks import ANSWERS, People, delivered_forms, press
from tests.cast import Cast, make_person
from tests.engines.calls import stories
from tests.foundation.documents.files import png

PAYER = {
    "code": "0000000001", "name": "ｶｹﾊｼ", "bank_code": "0001", "bank": "ﾐｽﾞﾎ", "branch_code": "001", "branch": "ﾎﾝﾃﾝ",
    "kind": "1", "number": "1234567",
}  # fmt: skip
PHOTO = {"name": "訓練の写真.png", "mimeType": "image/png", "buffer": png()}


@pytest.fixture
def year(cast: Cast, settings: Any) -> Cast:
    """The cast in a council with its forms, and an account to pay from."""
    stories.section(cast)
    settings.CALLS_PAYER = PAYER
    plan.load()
    seed.load()
    return cast


def call_of(cast: Cast) -> Call:
    """With 1,500,000 yen, decided by the board, with the forms as they are delivered."""
    call = stories.call(
        cast, deciding=Deciding.BOARD, title_ja="多文化共生の助成", title_en="Multicultural grant",
        tracks=[("通常枠", 1_500_000, None)], **delivered_forms(),
    )  # fmt: skip
    for order, (code, name) in enumerate((("honorarium", "謝金"), ("travel", "旅費"))):
        ExpenseCategory.objects.create(call=call, code=code, name_ja=name, order=order)
    return call


class Walk(People):
    """Those who take part after the decision."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.payer = make_person("payer", "会計 守子", ("accountant", self.cast.headquarters))

    # --- The road -----------------------------------------------------------------------------------------------------
    def granted(self, call: Call) -> Application:
        """1,500,000 yen for Himeji, with its letter; Kakogawa waits for 400,000."""
        himeji = stories.at_board(self.cast, call, **ANSWERS)
        waits = stories.at_board(self.cast, call, by=self.cast.neighbour, **ANSWERS | {"title": "やさしい日本語の窓口"})
        Application.objects.filter(pk=himeji.pk).update(computed_yen=1_500_000)
        Application.objects.filter(pk=waits.pk).update(computed_yen=400_000)
        MOVES["adopt"](stories.fresh(himeji), by=self.desk)
        MOVES["put_on_waiting"](stories.fresh(waits), by=self.desk)
        issue_letter(himeji, LetterKind.GRANT, dated_on=clock.today(), language="ja", by=self.desk)
        return stories.fresh(MOVES["grant"](stories.fresh(himeji), by=self.desk))

    def report(self, application: Application) -> None:
        """With a photograph as evidence and a third of the expenses not needed."""
        page = self.at(self.cast.officer, application)
        self.look(page, "granted")
        page.get_by_role("link", name="実績報告書に入力する").click()
        for name in ("result", "outcome", "lessons"):
            page.locator(f"[name={name}]").fill("120人が参加した。")
        self.look(page, "report")
        page.locator("[name=expenses-0-quantity]").fill("70")
        page.locator("[name=expenses-0-amount_yen]").fill("2100000")
        page.locator("[type=file][name=photos]").set_input_files(PHOTO)  # type: ignore[arg-type]  # as playwright has it
        page.locator("[name=co_subsidy][value=no]").check()
        page.locator("[name=may_publish][value=yes]").check()
        press(page, "入力内容を確認する")
        self.look(page, "report-check")
        press(page, "この内容で提出する")
        self.look(page, "report-in")

    def correct(self, application: Application) -> None:
        page = self.at(self.desk, application)
        self.look(page, "report-desk")
        page.get_by_role("link", name="直してほしい項目を選ぶ").click()
        page.locator("[name=comment-outcome]").fill("参加した人の声も書いてください。")
        self.look(page, "send-back")
        press(page, "選んだ項目を差し戻す")
        page = self.at(self.cast.officer, application)
        self.look(page, "returned")
        page.get_by_role("link", name="差し戻された項目を直す").first.click()
        expect(page.locator("[name=result]")).to_have_count(0)
        page.locator("[name=outcome]").fill("120人が参加した。「安心した」という声があった。")
        self.look(page, "mend")
        press(page, "直した内容を提出する")
        self.look(page, "mended")

    def settle(self, application: Application) -> None:
        page = self.at(self.desk, application)
        self.look(page, "mended-desk")
        page.get_by_role("link", name="額を確定する").first.click()
        self.look(page, "settle")
        press(page, "額を確定する")
        self.look(page, "settled-desk")
        page.goto(f"/calls/{application.call_id}/board/")
        self.look(page, "board")
        expect(page.get_by_text("繰り上げられます")).to_be_visible()
        page.goto("/home/")
        self.look(page, "home-desk")

    def pay(self, application: Application) -> str:
        """The text of the file for the bank."""
        page = self.at(self.cast.officer, application)
        self.look(page, "settled")
        page.get_by_role("link", name="口座を登録する").first.click()
        for name, value in stories.ACCOUNT.items():
            control = page.locator(f"[name={name}]")
            control.select_option(value) if name == "kind" else control.fill(value)
        self.look(page, "account")
        press(page, "口座を登録する")
        self.look(page, "account-now")
        page = self.at(self.cast.officer, application)
        press(page, "請求する")
        self.look(page, "claimed")
        page = self.page(self.payer)
        page.goto("/home/")
        self.look(page, "home-payer")
        page.get_by_role("link", name="支払", exact=True).first.click()
        self.look(page, "payments")
        press(page, "選んだ支払の一覧を作る")
        self.look(page, "payment-list")
        with page.expect_download() as download:
            page.get_by_role("link", name="銀行に渡すファイル(全銀形式)を受け取る").click()
        text = Path(download.value.path()).read_bytes().decode("cp932")
        press(page, "残り1件を支払済みにする")
        self.look(page, "payment-paid")
        page.goto("/calls/payments/")
        self.look(page, "payments-after")
        return text

    def publish(self, application: Application) -> None:
        page = self.at(self.desk, application)
        self.look(page, "paid-desk")
        page.get_by_role("link", name="成果のページを書く").click()
        page.locator("[name=summary]").fill("住民と避難所の運営を練習した。")
        page.locator("[name=outcome]").fill("120人が参加した。")
        page.locator("[name=has_no_names]").check()
        self.look(page, "result-edit")
        press(page, "成果のページを保存する")
        self.look(page, "result-kept")
        page = self.at(self.desk, application)
        press(page, "成果を公開する")
        self.look(page, "published-desk")
        self.look(self.at(self.cast.officer, application), "published")

    # --- Everybody ----------------------------------------------------------------------------------------------------
    def read(self) -> Page:
        page = self.page(None)
        page.goto("/calls/")
        page.get_by_role("link", name="採択事業の成果").first.click()
        self.look(page, "results")
        page.get_by_role("main").get_by_role("link", name=re.compile("多言語の防災訓練")).click()
        self.look(page, "result")
        return page

    def taken_out(self) -> tuple[dict[str, Any], dict[str, str]]:
        """The one line of the public list as JSON and as CSV."""
        page = self.page(None)
        page.goto("/calls/results/?prefecture=280003")
        links = [page.get_by_role("link", name=name, exact=True).get_attribute("href") for name in ("JSON", "CSV")]
        by_json, by_csv = (page.request.get(str(link)) for link in links)
        (item,) = by_json.json()["items"]
        (row,) = csv.DictReader(io.StringIO(by_csv.body().decode("utf-8-sig")))
        return item, row

    def found(self) -> Page:
        """By the words of a visitor."""
        page = self.page(None)
        page.goto("/search/")
        page.get_by_role("main").locator("[name=q]").fill("避難所")
        page.get_by_role("main").locator("[name=q]").press("Enter")
        self.look(page, "search")
        page.get_by_role("main").get_by_role("link", name="多言語の防災訓練").click()
        return page

    def beside_the_next_form(self) -> Page:
        """The neighbour applies in the next year, and meets what was done before while typing."""
        call = stories.call(self.cast, fiscal_year=2013, title_ja="次の年の助成", **delivered_forms())
        page = self.page(self.cast.neighbour)
        page.goto(f"/calls/{call.pk}/apply/")
        press(page, "申請書を書き始める")
        page.locator("[name=title]").fill("避難所の多言語の防災訓練")
        beside = page.get_by_role("region", name="経費の計算と、似た事例")
        expect(beside.get_by_role("link", name="多言語の防災訓練")).to_be_visible()
        self.look(page, "beside")
        beside.get_by_role("link", name="多言語の防災訓練").click()
        return page


def test_from_the_report_to_the_published_result(year: Cast, browser_page: BrowserPage, examine: Examine) -> None:
    way = Walk(year, browser_page, lambda page, name: examine(page, f"calls-after-{name}-1280"))

    application = way.granted(call_of(year))
    way.report(application)
    way.correct(application)
    way.settle(application)
    settled = stories.fresh(application)
    assert (settled.decided_yen, settled.settled_yen) == (1_500_000, 1_050_000)
    assert "0001050000" in way.pay(application)
    way.publish(application)
    assert stories.fresh(application).step == "published"

    told = "120人が参加した。"
    expect(way.read().get_by_text(told)).to_be_visible()
    by_json, by_csv = way.taken_out()
    assert (by_json["applicant"], by_json["prefecture"], by_json["outcome"]) == ("姫路市", "兵庫県", told)
    assert by_csv == {name: str(value) for name, value in by_json.items()}
    expect(way.found().get_by_text(told)).to_be_visible()
    expect(way.beside_the_next_form().get_by_text(told)).to_be_visible()
