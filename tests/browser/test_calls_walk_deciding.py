"""From the formal check to the letters: four applications are judged and decided in the browsers of their people."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kakehashi.engines.calls import seed
from kakehashi.engines.calls.choices import Consent
from kakehashi.engines.calls.models import Application, Call, Reviewer, Scenario
from kakehashi.engines.calls.operations import MOVES, save_paper, start_application
from kakehashi.engines.calls.operations.partners import add_partner, answer_consent
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.tasks.running import run_due
from tests.browser.conftest import BrowserPage, Examine
from tests.browser.walks import ANSWERS, People, delivered_forms, press
from tests.cast import LONG_AGO, Cast, make_organisation, make_person
from tests.engines.calls import stories


class Walk(People):
    """The section, four reviewers and those who applied."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        cast = self.cast
        self.second = make_person("second", "公募 二子", ("section_staff", stories.section(cast)[0]))
        self.sumoto = make_organisation("282057", OrganisationKind.MUNICIPALITY, "洲本市", "Sumoto", parent=cast.hyogo)
        self.partner = make_person("partner", "洲本 港", ("officer", self.sumoto))
        self.prefecture = make_person("hyogo", "兵庫 県子", ("officer", cast.hyogo))
        self.judges = [make_person(f"judge{n}", f"審査 {n}子", ("reviewer", cast.headquarters)) for n in range(1, 5)]
        # Once an officer of the city that takes part in the joint application: found by the register.
        RoleHeld.objects.create(
            person=self.judges[3], organisation=self.sumoto, role="officer", starts_on=LONG_AGO, ends_on=LONG_AGO
        )

    # --- Handed in ----------------------------------------------------------------------------------------------------
    def all_of(self, call: Call) -> list[Application]:
        """Himeji, Kakogawa, an NGO through Sumoto, and Hyogo together with Sumoto."""
        ngo = make_organisation("ngo-1", OrganisationKind.NGO, "ことばの橋", "Bridge of Words")
        return [
            self.handed_in(call, self.cast.officer, "防災枠", "姫路の訓練"),
            self.handed_in(call, self.cast.neighbour, "通常枠", "やさしい日本語の窓口"),
            self.handed_in(call, self.partner, "通常枠", "日本語教室の先生を育てる", implementer=ngo),
            self.handed_in(call, self.prefecture, "防災枠", "島と町の防災", joint=True, partners_part="洲本市は研修"),
        ]

    def handed_in(
        self, call: Call, by: Person, track: str, title: str, implementer: Organisation | None = None, **answers: Any
    ) -> Application:
        chosen, applicant = call.tracks.get(code=track), by.roles.get().organisation
        application = start_application(call, applicant=applicant, implementer=implementer, track=chosen, by=by)
        paper = application.papers.get()
        save_paper(paper, ANSWERS | answers | {"title": title}, base_revision=paper.sheet.revision, by=by)
        if answers.get("joint"):
            answer_consent(add_partner(application, self.sumoto, by=by), Consent.GIVEN, by=self.partner)
        return stories.fresh(MOVES["submit"](stories.fresh(application), by=by))

    # --- The formal check ---------------------------------------------------------------------------------------------
    def send_back(self, application: Application, **comments: str) -> None:
        page = self.at(self.desk, application)
        press(page, "受け付ける")
        page.get_by_role("link", name="直してほしい項目を選ぶ").click()
        for code, comment in comments.items():
            page.locator(f"[name=comment-{code}]").fill(comment)
        press(page, "選んだ項目を差し戻す")

    def mend(self, person: Person, application: Application, **values: str) -> None:
        page = self.at(person, application)
        page.get_by_role("link", name="差し戻された項目を直す").first.click()
        for name, value in values.items():
            page.locator(f"[name={name}]").fill(value)
        self.look(page, "mend")
        press(page, "直した内容を提出する")

    def check(self, application: Application) -> None:
        page = self.at(self.desk, application)
        if application.step == "submitted":
            press(page, "受け付ける")
        page.locator("[name^=line-][value=yes]").check()
        press(page, "形式審査の結果を保存する")
        press(page, "金額を計算し直す")
        expect(page.get_by_text("1,500,000円").first).to_be_visible()
        self.look(page, "checked")
        press(page, "採点に回す")

    # --- Reviewing ----------------------------------------------------------------------------------------------------
    def take_on(self, call: Call, himeji: Application) -> None:
        """Four reviewers; the first declares an interest in Himeji."""
        page = self.page(self.desk)
        page.goto(f"/calls/{call.pk}/reviewers/")
        for judge in self.judges:
            page.locator("[name=person]").select_option(str(judge.pk))
            press(page, "審査員を加える")
        first = self.page(self.judges[0])
        first.goto("/home/")
        first.get_by_role("link", name=re.compile("利害関係を申告")).first.click()
        first.get_by_label(str(himeji.applicant)).check()
        first.locator("[name=why]").fill("事業を手伝っていた。")
        self.look(first, "interests")
        press(first, "利害関係を申告する")
        page.reload()
        press(page, "申請を審査員に割り当てる")
        expect(page.get_by_text("事業を手伝っていた。")).to_be_visible()
        self.look(page, "reviewers")

    def sees_nothing_of(self, application: Application, judge: Person) -> bool:
        """Neither by its address, nor in the list, nor by the search."""
        page = self.page(judge)
        answers = [page.goto(f"/calls/applications/{application.pk}/"), page.goto("/calls/reviews/")]
        expect(page.get_by_text(application.title)).to_have_count(0)
        page.goto(f"/search/?q={application.title}")
        expect(page.get_by_role("link", name=application.title)).to_have_count(0)
        return [answer and answer.status for answer in answers] == [404, 200]

    def score(self, judge: Person, points: dict[str, int]) -> int:
        """One after the other, led on by the page; answers how many."""
        page, count = self.page(judge), 0
        page.goto("/home/")
        page.get_by_role("link", name=re.compile("^採点する申請が")).click()
        page.get_by_role("link", name="次の申請を審査する").click()
        while re.search(r"/reviews/[0-9]+/$", page.url):
            title = page.get_by_role("heading", level=1).inner_text()
            given = next(number for name, number in points.items() if name in title)
            for line in page.locator(f"[name^=points-][value='{given}']").all():
                line.check()
            page.locator("[name=comment]").fill("続けられる仕組みがある。")
            if not count:
                self.look(page, "review")
            press(page, "採点を提出する")
            expect(page.get_by_text("採点を提出しました。")).to_be_visible()
            count += 1
        return count

    def score_the_rest(self, call: Call, points: dict[str, int]) -> None:
        for reviewer in Reviewer.objects.filter(call=call):
            for given in reviewer.assignments.filter(submitted_at=None):
                stories.judged(given.application, reviewer, *[points[given.application.title]] * 2)

    # --- Deciding -----------------------------------------------------------------------------------------------------
    def rank(self, call: Call) -> list[str]:
        for application in call.applications.all():
            press(self.at(self.desk, application), "採点を締め切り、審査会に回す")
        page = self.page(self.desk)
        page.goto(f"/calls/{call.pk}/edit/")
        page.get_by_role("main").get_by_role("link", name="順位表", exact=True).click()
        self.look(page, "ranking")
        return page.locator("main tbody th a").all_inner_texts()

    def scenario(self, name: str, copy_of: str = "") -> Page:
        page = self.page(self.desk)
        page.get_by_role("main").get_by_role("link", name=re.compile("^審査会(へ)?$")).first.click()
        page.locator("[name=name]").fill(name)
        if copy_of:
            page.locator("[name=copy_of]").select_option(label=copy_of)
        press(page, "採択案を作る")
        return page

    def decide(self, instead: Application, of: Application) -> Page:
        """In the order of the points; tried with the other one instead, compared, and decided as it was first."""
        page = self.scenario("点の順")
        press(page, "残りを順位の順に埋める")
        page = self.scenario("多くの団体に", copy_of="点の順")
        page.locator(f"[name=outcome-{of.pk}]").select_option("wait")
        page.locator(f"[name=outcome-{instead.pk}]").select_option("adopt")
        press(page, "案を保存して合計を見る")
        expect(page.get_by_text("順位が上なのに採択されない申請")).to_be_visible()
        self.look(page, "scenario")
        page.get_by_role("link", name="点の順").click()
        expect(page.get_by_role("row", name=re.compile(instead.title))).to_contain_text("補欠")
        self.look(page, "compare")
        page.get_by_role("heading", name="点の順").get_by_role("link").click()
        press(page, "案を保存して、決定の前に確かめる")
        self.look(page, "apply")
        press(page, "この案で決定する")
        expect(page.get_by_text("この案で決定しています")).to_be_visible()
        run_due()
        page.goto(page.url)
        expect(page.get_by_text("この案のとおりに決定しました")).to_be_visible()
        self.look(page, "decided")
        return page

    def minutes(self, page: Page) -> bytes:
        page.get_by_role("link", name="議事録を見る").click()
        self.look(page, "minutes")
        link = page.get_by_role("link", name="議事録のPDFを開く").get_attribute("href")
        return page.request.get(str(link)).body()

    def move_up(self, gives_up: Application, call: Call) -> None:
        """The money of one that gives up goes to the alternate."""
        press(self.at(self.partner, gives_up), "申請を取り下げる", "講師が見つからない。")
        page = self.page(self.desk)
        page.goto(f"/calls/{call.pk}/board/")
        self.look(page, "alternates")
        press(page, "補欠1件を繰り上げて採択する")
        expect(page.get_by_text("補欠1件を繰り上げて採択しました。")).to_be_visible()

    def send_letters(self) -> None:
        """A colleague says yes to them first."""
        page, second = self.page(self.desk), self.page(self.second)
        page.get_by_role("main").get_by_role("link", name="通知書", exact=True).click()
        press(page, "交付決定通知書3通の承認を求める")
        second.goto("/home/")
        second.get_by_role("main").get_by_role("link", name=re.compile("交付決定通知書")).first.click()
        self.look(second, "approve")
        press(second, "承認する")
        page.reload()
        self.look(page, "letters")
        press(page, "交付決定通知書を3通発行する")
        run_due()
        page.goto(page.url)
        expect(page.get_by_text("発行が終わりました")).to_be_visible()
        self.look(page, "batch")

    def reads_the_letter(self, person: Person, application: Application) -> bytes:
        page = self.at(person, application)
        self.look(page, "granted")
        link = page.get_by_role("main").get_by_role("link", name=re.compile("交付決定通知書")).first
        return page.request.get(str(link.get_attribute("href"))).body()


def two_tracks(cast: Cast) -> Call:
    """One of them has no room for both that apply for it; letters need a second person."""
    tracks = [("通常枠", 2_500_000, None), ("防災枠", 3_000_000, 2)]
    return stories.scored_call(
        cast, reviews_each=3, letters_need_approval=True, tracks=tracks, title_ja="多文化共生の助成",
        title_en="Multicultural grant", **delivered_forms(),
    )  # fmt: skip


def steps(call: Call) -> dict[str, str]:
    return dict(call.applications.values_list("title", "step"))


@pytest.fixture
def year(cast: Cast) -> Cast:
    stories.section(cast)
    seed.load()
    return cast


def test_four_applications_are_judged_and_decided(year: Cast, browser_page: BrowserPage, examine: Examine) -> None:
    way = Walk(year, browser_page, lambda page, name: examine(page, f"calls-deciding-{name}-1280"))
    call = two_tracks(year)

    himeji, kakogawa, ngo, joint = way.all_of(call)
    way.send_back(himeji, title="場所がわかる名前にしてください。", expenses="旅費の内訳を書いてください。")
    way.send_back(kakogawa, summary="人数を書いてください。")
    way.mend(year.officer, himeji, title="姫路の避難所", **{"expenses-0-item": "講師の旅費(10人、5日)"})
    way.mend(year.neighbour, kakogawa, summary="職員80人が研修を受ける。")
    expect(way.at(way.desk, himeji).get_by_text("講師の旅費(10人、5日)").first).to_be_visible()
    himeji, kakogawa = stories.fresh(himeji), stories.fresh(kakogawa)
    for application in (himeji, kakogawa, ngo, joint):
        way.check(application)

    points = {"姫路の避難所": 5, "島と町の防災": 4, "日本語教室の先生を育てる": 3, "やさしい日本語の窓口": 2}
    way.take_on(call, himeji)
    assert way.sees_nothing_of(himeji, way.judges[0])
    assert way.sees_nothing_of(joint, way.judges[3])
    assert way.score(way.judges[0], points) == 3
    way.score_the_rest(call, points)

    assert way.rank(call) == list(points)
    page = way.decide(kakogawa, of=ngo)
    assert Scenario.objects.get(applied_at__isnull=False).name == "点の順"
    assert way.minutes(page).startswith(b"%PDF")
    assert steps(call) == dict(zip(points, ["adopted", "adopted", "adopted", "alternate"], strict=True))
    way.move_up(ngo, call)
    way.send_letters()
    assert way.reads_the_letter(year.neighbour, kakogawa).startswith(b"%PDF")
    assert steps(call) == dict(zip(points, ["granted", "granted", "withdrawn", "granted"], strict=True))
