"""A call is opened, and cities apply in the ways there are: walked in a browser by everybody who takes part in it."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kakehashi.engines.calls import seed
from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Application, Call, EligibilityLine
from kakehashi.engines.calls.operations.applying import save_paper
from kakehashi.foundation.catalogue import seed as plan
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Person
from tests.browser.conftest import BrowserPage, Screenshot, overflow
from tests.browser.walks import ANSWERS, TEXTS, People, delivered_forms, press, unfold
from tests.cast import Cast, make_organisation, make_person
from tests.engines.calls import stories
from tests.foundation.documents.files import png

PLAN = {"name": "計画.png", "mimeType": "image/png", "buffer": png()}
EXPENSES = [("honorarium", "講師の謝金"), ("travel", "講師の旅費")]
CHOICES = {"theme": "disaster", "place": "japan", "joint": "no", "co_subsidy": "no", "may_publish": "yes"}


class Walk(People):
    """What the cast does until an application is handed in."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.third = make_organisation("282057", OrganisationKind.MUNICIPALITY, "洲本市", "Sumoto")
        self.partner = make_person("partner", "洲本 港", ("officer", self.third))
        self.ngo = make_organisation("ngo-1", OrganisationKind.NGO, "ことばの橋", "Bridge of Words")

    # --- The call -----------------------------------------------------------------------------------------------------
    def announce(self) -> Call:
        """Copied from the last year, with two tracks, money and dates of its own."""
        page = self.page(self.desk)
        page.goto("/home/")
        page.get_by_role("link", name="制度と公募", exact=True).first.click()
        page.get_by_role("link", name="多文化共生の助成").click()
        page.get_by_role("link", name="公募を作る").first.click()
        page.locator("[name=fiscal_year]").fill("2013")
        last = Call.objects.get(scheme__code="multicultural", fiscal_year=2012)
        page.locator("[name=like]").select_option(str(last.pk))
        press(page, "公募を作る")
        self.part(page, "名称と案内", guidance_ja="通常枠と防災枠があります。", contact_ja="多文化共生課")
        self.part(page, "申請の進め方", through_branch=True)
        self.part(
            page, "枠", **{"tracks-0-name_ja": "通常枠", "tracks-0-ceiling_yen": "6000000"},
            **{"tracks-1-code": "disaster", "tracks-1-name_ja": "防災枠", "tracks-1-name_en": "Disaster"},
            **{"tracks-1-ceiling_yen": "3000000", "tracks-1-places": "2"},
        )  # fmt: skip
        self.part(
            page, "金額の決まり", is_set=True, rate="1/2", weighty_percent="20", **{"caps-0-yen": "3000000"}
        )  # fmt: skip
        self.part(page, "審査", reviews_each="3")
        press(page, "公募を公表する")
        expect(page.get_by_text("公表しました。")).to_be_visible()
        return Call.objects.get(scheme__code="multicultural", fiscal_year=2013)

    def part(self, page: Page, name: str, **values: str | bool) -> None:
        page.get_by_role("link", name=re.compile(f"直す\\s*（{name}）$")).click()
        for field, value in values.items():
            control = page.locator(f"[name={field}]")
            control.check() if value is True else control.fill(str(value))
        press(page, f"{name}を保存する")

    # --- Applying -----------------------------------------------------------------------------------------------------
    def begin(self, person: Person, track: str, ngo: str = "") -> tuple[Page, Application]:
        page = self.page(person)
        page.goto("/home/")
        page.get_by_role("link", name="募集", exact=True).first.click()
        page.get_by_role("main").get_by_role("link", name=re.compile("地域国際化施策支援")).click()
        page.get_by_role("link", name="この募集に申請する").click()
        for number, line in enumerate(page.locator("fieldset:has([name^=line-])").all()):
            line.locator(f"[value={'no' if number else 'yes'}]").check()
        page.get_by_label(re.compile(f"^{track}")).check()
        if ngo:
            page.locator("[name=implementer]").fill(ngo)
        press(page, "申請書を書き始める")
        expect(page).to_have_url(re.compile("/form/$"))
        return page, Application.objects.order_by("-pk")[0]

    def submit(self, page: Page, application: Application) -> None:
        page.goto(f"/calls/applications/{application.pk}/form/")
        press(page, "入力内容を確認する")
        through_branch = page.get_by_role("button", name="支部へ提出する")
        self.look(page, "check")
        press(page, "支部へ提出する" if through_branch.count() else "申請を提出する")
        expect(page.get_by_role("heading", level=1)).to_have_text("申請の控え")
        self.look(page, "receipt")

    def by_form(self) -> Application:
        page, application = self.begin(self.cast.officer, "防災枠")
        self.fill_in(page)
        press(page, "途中まで保存して計算し直す")
        self.submit(page, application)
        return application

    def fill_in(self, page: Page, **choices: str) -> None:
        for name, value in TEXTS.items():
            page.locator(f"[name={name}]").fill(value)
        for name, value in (CHOICES | choices).items():
            page.locator(f"[name={name}][value={value}]").check()
        page.locator("[name=starts_on]").fill("2013-07-01")
        page.locator("[name=ends_on]").fill("2013-12-20")
        self.expense(page, 0, 50000, 20)
        page.locator("button[name=_add_row]").click()
        self.expense(page, 1, 40000, 50)
        page.locator("[name=requested_yen]").fill("1500000")

    def expense(self, page: Page, row: int, unit: int, quantity: int) -> None:
        category, item = EXPENSES[row]
        page.locator(f"[name=expenses-{row}-category]").select_option(category)
        typed = {"item": item, "unit_yen": unit, "quantity": quantity, "amount_yen": unit * quantity}
        for name, value in typed.items():
            page.locator(f"[name=expenses-{row}-{name}]").fill(str(value))

    def by_excel(self, folder: Path) -> Application:
        page, application = self.begin(self.cast.neighbour, "通常枠")
        answer(application, self.cast.neighbour, title="", requested_yen=2_500_000)
        page.reload()
        unfold(page, "Excelで記入する")
        with page.expect_download() as download:
            page.get_by_role("link", name="Excelファイルをダウンロードする").click()
        filled = folder / "filled.xlsx"
        filled.write_bytes(typed_into(Path(download.value.path()).read_bytes(), "C6", "やさしい日本語の窓口"))
        page.locator("form[action$='excel/'] [type=file]").set_input_files(filled)
        press(page, "記入したファイルを取り込む")
        expect(page.locator("[name=title]")).to_have_value("やさしい日本語の窓口")
        self.submit(page, application)
        return application

    def for_an_ngo(self) -> Application:
        page, application = self.begin(self.partner, "通常枠", ngo=self.ngo.name_ja)
        answer(application, self.partner, title="日本語教室の先生を育てる")
        self.submit(page, application)
        return application

    def refused(self, call: Call) -> Page:
        """By the answer to a question of eligibility."""
        page = self.page(self.cast.officer)
        page.goto(f"/calls/{call.pk}/apply/")
        page.locator("[name^=line-][value=no]").check()
        page.get_by_label(re.compile("^防災枠")).check()
        press(page, "申請書を書き始める")
        return page

    def with_the_neighbour(self) -> Application:
        """A joint application: found out on the check page, agreed to by the other body, with a file."""
        page, application = self.begin(self.cast.officer, "防災枠")
        self.fill_in(page, joint="yes")
        self.look(page, "form")
        page.locator("[name=partners_part]").fill("加古川市は研修を受け持つ。")
        page.locator("[type=file][name=plan]").set_input_files(PLAN)  # type: ignore[arg-type]  # as playwright has it
        press(page, "入力内容を確認する")
        self.look(page, "check-lacks")
        page.get_by_role("link", name=re.compile("共同で実施する団体")).first.click()
        unfold(page, "共同で実施する団体を加える")
        page.locator("[name=organisation]").fill("加古川市")
        page.locator("[name=part]").fill("研修")
        self.look(page, "partner")
        press(page, "団体を加えて同意を求める")
        self.consent()
        self.submit(page, application)
        return application

    def consent(self) -> None:
        page = self.page(self.cast.neighbour)
        page.goto("/home/")
        page.get_by_role("main").get_by_role("link", name=TEXTS["title"]).first.click()
        page.locator("[name=consent][value=given]").check()
        self.look(page, "consent")
        press(page, "申請団体に答える")

    def forward(self, application: Application) -> None:
        page = self.at(self.cast.branch_officer, application)
        press(page, "進達する")


def open_call(cast: Cast) -> Call:
    """Two tracks and one question of eligibility, without any screen of the section."""
    tracks = [("通常枠", 6_000_000, None), ("防災枠", 3_000_000, 2)]
    call = stories.call(cast, title_ja="地域国際化施策支援特別対策事業", tracks=tracks, **delivered_forms())
    EligibilityLine.objects.create(call=call, text_ja="手本になる事業ですか", refusal_ja="手本になる事業を助成します。")
    return call


def answer(application: Application, by: Person, **answers: Any) -> None:
    """What is typed elsewhere in the same way."""
    paper = application.paper_of(PaperKind.APPLICATION)
    assert paper is not None
    save_paper(paper, ANSWERS | answers, base_revision=paper.sheet.revision, by=by)


def typed_into(workbook: bytes, cell: str, text: str) -> bytes:
    """The workbook with a text in an empty cell of its first sheet."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as read, zipfile.ZipFile(out, "w") as written:
        for name in read.namelist():
            content = read.read(name)
            if name == "xl/worksheets/sheet1.xml":
                found = rf'<c r="{cell}"( s="[0-9]+")?/>'
                typed = rf'<c r="{cell}"\1 t="inlineStr"><is><t>{text}</t></is></c>'
                content = re.sub(found, typed, content.decode()).encode()
            written.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def year(cast: Cast) -> Cast:
    """The cast in a council with its plan and its schemes."""
    stories.section(cast)
    plan.load()
    seed.load()
    return cast


def test_a_call_is_opened_and_three_cities_apply(year: Cast, browser_page: BrowserPage, tmp_path: Path) -> None:
    """By the form, by Excel, and for an NGO; two of them through their branch."""
    way = Walk(year, browser_page)

    call = way.announce()
    himeji, kakogawa, ngo = way.by_form(), way.by_excel(tmp_path), way.for_an_ngo()
    way.forward(himeji)

    found = {one.pk: (one.step, one.track and one.track.code) for one in call.applications.all()}
    assert found == {
        himeji.pk: ("submitted", "disaster"),
        kakogawa.pk: ("with_branch", "general"),
        ngo.pk: ("submitted", "general"),
    }


def seen(page: Page, name: str, screenshot: Screenshot) -> None:
    """Fits the window; the checker for barriers needs scripts."""
    screenshot(page, f"calls-plain-{name}-390")
    assert overflow(page) == 0


def test_without_scripts_a_joint_application_is_handed_in_and_withdrawn(
    year: Cast, browser_page: BrowserPage, screenshot: Screenshot
) -> None:
    """On a phone, from the home page to the receipt and back."""
    way = Walk(year, browser_page, lambda page, name: seen(page, name, screenshot), scripts=False, width=390)
    call = open_call(year)

    expect(way.refused(call).get_by_role("link", name=re.compile("手本になる事業を助成します。"))).to_be_visible()
    application = way.with_the_neighbour()
    page = way.page(year.officer)
    expect(page.get_by_role("table", name="届いたファイル").get_by_role("link")).to_have_text("計画.png")
    expect(page.get_by_text("加古川市 (同意")).to_be_visible()
    assert stories.fresh(application).step == "submitted"
    page.get_by_role("link", name="申請のページを開く").click()
    press(page, "申請を取り下げる", "会場が使えなくなった。")
    way.look(page, "withdrawn")

    expect(page.get_by_text("会場が使えなくなった。")).to_be_visible()
    assert stories.fresh(application).step == "withdrawn"
