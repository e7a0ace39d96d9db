"""A year of the JET Programme, walked by everybody who takes part in it: from a city's request to the arrival."""

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.tasks.running import run_due
from kakehashi.services.jet.models import Application, Assignment, Participant, PlacementRun, PlannedPost, RequestSheet
from kakehashi.services.jet.operations import cycles, participants
from kakehashi.services.jet.operations.costs import make_plan, set_post
from tests.browser.conftest import BrowserPage, Examine, overflow
from tests.browser.walks import press
from tests.cast import Cast, make_person
from tests.services.jet import stories
from tests.services.jet.test_leaving import came

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = 2013


class Year:
    """The cast, and a page for each of them. The host works without scripts, the candidate in English on a phone."""

    def __init__(self, cast: Cast, browser_page: BrowserPage, examine: Examine) -> None:
        self.cast, self.examine = cast, examine
        self.officer = stories.jet_officer(cast)
        approver = make_person("approver", "承認 定", ("jet_committee", cast.headquarters))
        self.mission = Organisation.objects.create(code="mission-london", kind="mission", name_ja="在英国日本国大使館")
        selector = make_person("selector", "選考 公", ("jet_mission", self.mission))
        self.me = make_person("me", "候補 者")
        self.cycle = stories.cycle(self.officer, YEAR)
        self.city, self.council = browser_page(cast.officer), browser_page(self.officer)
        self.host = browser_page(cast.branch_officer, scripts=False)
        self.selector, self.committee = browser_page(selector), browser_page(approver)
        self.candidate = browser_page(self.me, language="en", width=390)

    def ask(self) -> RequestSheet:
        """The city asks for an ALT, its host forwards it, the council takes it."""
        page = self.city
        page.goto("/jet/")
        press(page, "姫路市の要望書を書く")
        page.get_by_role("link", name="行を加える").click()
        page.locator("[name=position]").select_option("ALT")
        page.locator("[name=urbanity]").select_option("semi")
        press(page, "行を保存する")
        expect(page.get_by_role("alert").get_by_text("住まい")).to_be_visible()
        page.locator("[name=housing]").select_option("provided")
        page.get_by_label("中学校", exact=True).check()
        press(page, "行を保存する")
        page.get_by_role("link", name="連絡先を直す").click()
        page.locator("[name=contact]").fill("国際係")
        page.locator("[name=phone]").fill("079-000-0000")
        press(page, "連絡先を保存する")
        self.examine(page, "jet-sheet")
        press(page, "取りまとめ団体に出す")
        sheet = RequestSheet.objects.get()
        self.host.goto(f"/jet/requests/{sheet.pk}/")
        press(self.host, "協会に出す")
        self.council.goto(f"/jet/requests/{sheet.pk}/")
        press(self.council, "受け付ける")
        sheet.refresh_from_db()
        assert sheet.step == "accepted"
        return sheet

    def reappoint(self) -> None:
        """Whoever is there already is asked, answers, and stays another year."""
        facts = {"name": "Stayer", "country_id": "GB", "position": "ALT", "organisation": self.cast.himeji}
        one = participants.add_participant({**facts, "arrived_on": dt.date(YEAR - 1, 7, 31)}, by=self.officer)
        one.person = self.me
        one.save()
        self.council.goto(f"/jet/{YEAR}/reappointments/")
        press(self.council, "まだ聞いていない1人に聞く")
        run_due()
        self.city.goto(f"/jet/{YEAR}/reappointments/")
        self.city.get_by_role("link", name="Stayer").click()
        address = self.city.url
        self.city.locator("[name=answer][value=offers]").check()
        press(self.city, "団体の回答を保存する")
        self.candidate.goto(address)
        self.candidate.locator("[name=answer][value=yes]").check()
        press(self.candidate, "Save the answer of the participant")
        self.host.goto(address)
        press(self.host, "再任用にする")
        one.refresh_from_db()
        assert (one.count, one.ends_on) == (2, dt.date(YEAR + 1, 7, 31))

    def apply(self) -> Application:
        """The mission enters somebody and says that the interview went well; the candidate wishes and accepts."""
        page = self.selector
        page.goto(f"/jet/{YEAR}/candidates/new/")
        for name, value in {"number": "GB-1", "name": "Jane Doe", "score": "80"}.items():
            page.locator(f"[name={name}]").fill(value)
        for name, value in {"country": "GB", "position": "ALT", "group": "A"}.items():
            page.locator(f"[name={name}]").select_option(value)
        press(page, "応募者を保存する")
        for label in ("応募を受け付ける", "面接に案内する", "面接の結果を入れた", "合格にする"):
            press(page, label)
        one = Application.objects.get()
        one.person = self.me
        one.save(update_fields=["person"])
        mine = self.candidate
        mine.goto("/jet/mine/")
        mine.locator(".ui-row__title").click()
        mine.get_by_role("link", name="Edit the wishes").click()
        mine.locator("[name=place1]").fill("Kakogawa")
        press(mine, "Save the wishes")
        self.examine(mine, "jet-candidate")
        press(mine, "Accept the offer")
        self.council.goto(f"/jet/candidates/{one.pk}/")
        press(self.council, "書類がそろった")
        return one

    def place(self) -> PlacementRun:
        """The council reckons and proposes, the committee approves, the council announces."""
        page = self.council
        page.goto(f"/jet/{YEAR}/placement/")
        press(page, "計算を始める")
        run_due()
        page.reload()
        self.examine(page, "jet-run")
        press(page, "承認を求める")
        address = page.url
        self.committee.goto(f"/jet/{YEAR}/placement/")
        self.committee.goto(address)
        press(self.committee, "この配置を承認する")
        page.goto(address)
        press(page, "配置を通知する")
        run_due()
        return PlacementRun.objects.get(step="notified")

    def read(self, sheet: RequestSheet, one: Application) -> None:
        """Both sides read where, and why; and take their papers."""
        self.candidate.goto(f"/jet/candidates/{one.pk}/")
        self.candidate.get_by_role("link", name="See the placement and its reasons").click()
        expect(self.candidate.get_by_text("Himeji").first).to_be_visible()
        expect(self.candidate.get_by_text("Kakogawa").first).to_be_visible()  # the wish, and why it was not met
        self.examine(self.candidate, "jet-placed")
        paper = self.candidate.get_by_role("link", name="Placement notice (PDF)").get_attribute("href")
        assert self._is_pdf(self.candidate, paper)
        self.city.goto(f"/jet/requests/{sheet.pk}/placed/")
        expect(self.city.get_by_role("rowheader", name="Jane Doe")).to_be_visible()
        self.examine(self.city, "jet-comers")
        assert self._is_pdf(self.city, self.city.get_by_role("link", name="契約書の案").get_attribute("href"))

    def _is_pdf(self, page: Page, address: Any) -> bool:
        answer = page.request.get(address)
        return answer.status == 200 and answer.body().startswith(b"%PDF-")

    def arrive(self, one: Application) -> Participant:
        """On the roll, ticked off, and with terms from then on."""
        page = self.council
        page.goto(f"/jet/{YEAR}/arrivals/")
        self.examine(page, "jet-arrivals")
        page.get_by_label("Jane Doe", exact=True).check()
        page.locator("[name=on]").fill("2013-07-28")
        press(page, "選んだ人の来日を記録する")
        return Participant.objects.get(application=one)


def test_a_year_from_the_request_to_the_arrival(cast: Cast, browser_page: BrowserPage, examine: Examine) -> None:
    year = Year(cast, browser_page, examine)
    day = {"kind": "arrival_a", "group": "", "country": None, "on": dt.date(YEAR, 7, 28)}
    cycles.set_deadline(year.cycle, day, by=year.officer)
    sheet = year.ask()
    year.reappoint()
    one = year.apply()
    run = year.place()
    assert [(each.application.number, each.line.sheet) for each in Assignment.objects.filter(run=run)] == [
        ("GB-1", sheet)
    ]
    year.read(sheet, one)
    came = year.arrive(one)

    assert (came.organisation, came.ends_on) == (cast.himeji, dt.date(2014, 7, 28))
    year.city.goto("/jet/people/")
    year.city.get_by_role("link", name="Jane Doe").click()
    expect(year.city.get_by_role("link", name="1回目の契約書")).to_be_visible()
    year.candidate.goto(f"/jet/people/{came.pk}/")
    assert overflow(year.candidate) == 0
    assert Person.objects.get(pk=year.me.pk) == came.person


def test_pages_of_money_and_leaving(cast: Cast, browser_page: BrowserPage, examine: Examine) -> None:
    """Rates, a plan, the terms of contracts, the study: with what they hold, and on a phone in English."""
    council = stories.jet_officer(cast)
    stories.cycle(council, YEAR)
    plan = make_plan(
        cast.himeji, {"title": "Plan", "first_year": 2012, "direct": 5_000_000, "basis": "x"}, by=cast.officer
    )
    post = PlannedPost(position="ALT", arrives_on=dt.date(2013, 8, 1), stays=3)
    set_post(plan, post, base_revision=1, by=cast.officer)
    came(cast, 40)
    came(cast, 12, leave=True)
    pages = ["rates/", "rates/new/?kind=dues", "costs/", f"costs/{plan.pk}/", "leaving/"]
    own = [f"costs/{plan.pk}/edit/", f"costs/{plan.pk}/posts/new/", "terms/282014/", "costs/new/"]
    walks = ((council, pages), (cast.officer, own))
    for person, addresses in walks:
        wide, narrow = browser_page(person), browser_page(person, language="en", width=390, scripts=False)
        for address in addresses:
            wide.goto(f"/jet/{address}")
            examine(wide, f"jet-{address.strip('/').replace('/', '-').replace('?', '-')}")
            narrow.goto(f"/jet/{address}")
            assert overflow(narrow) == 0, address
            assert narrow.get_by_role("main").is_visible()
