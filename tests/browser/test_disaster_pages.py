"""Disaster information and translations: every page of those who keep them, and what residents read.

In Japanese with scripts each page is asked for barriers; in English, on a phone and without scripts, whether it is
there and fits. One bank for all, since loading it takes longer than the pages.
"""

import datetime as dt
from pathlib import Path

from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation.models import Competence, Language, Unit
from kakehashi.foundation.translation.operations import order
from kakehashi.foundation.translation.seed import load_languages
from kakehashi.kernel import clock
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.bulletins import start_bulletin
from kakehashi.services.disaster.operations.exercises import plan_exercise
from kakehashi.services.disaster.operations.publishing import PUBLISHER, publish_site
from kakehashi.services.disaster.seed.bank import load_bank
from kakehashi.services.disaster.seed.places import load_places
from tests.browser.conftest import Axe, BrowserPage, overflow
from tests.cast import Cast, make_person
from tests.services.disaster import sheet_stories as stories

CITY = "city:2820100"
READ = ("ja", "ja-x-yasashi", "en", "ar", "zh-Hans", "my")
Walks = list[tuple[Person, list[str]]]


def _bulletins(cast: Cast, writer: Person, publisher: Person) -> tuple[int, int, str]:
    """A draft, one that waits, and the code of one that is published in a drill."""
    now = clock.now()
    plan = {"name": "防災訓練", "starts_at": now - dt.timedelta(hours=1), "ends_at": now + dt.timedelta(days=1)}
    drill = plan_exercise(cast.himeji, plan, by=publisher)
    lines = [{"code": "SH-02", "slots": {}}, stories.WATER]
    until = now + dt.timedelta(hours=12)
    draft, waiting, live = (
        start_bulletin(
            cast.himeji, title=title, areas=[CITY], valid_until=until, lines=lines, exercise=drill, by=writer
        )
        for title in ("下書き", "承認待ち", "公開中")
    )
    moves.submit(waiting, by=writer)
    moves.approve_and_publish(moves.submit(live, by=writer), by=publisher)
    return draft.pk, waiting.pk, live.code.lower()


def _of_disaster(cast: Cast, draft: int, waiting: int, writer: Person, publisher: Person) -> Walks:
    stories.shelter(cast, writer)
    sheet, kit = stories.sheet(cast, writer), stories.kit(cast, writer)
    sheets = ["", "sheets/find/?q=water", "sheets/make/?s=QK-01&s=WT-02", "sheets/", f"sheets/{sheet.code}/", "cards/"]
    kept = ["kits/", f"kits/{kit.pk}/", f"kits/{kit.pk}/edit/", "facilities/", "facilities/new/"]
    at_work = [f"bulletins/{draft}/{page}" for page in ("", "sentences/", "words/", "edit/")]
    bulletins = ["bulletins/", "bulletins/new/", *at_work, "drills/", "drills/new/", "jma/", "jma/feeds/", "pages/"]
    return [
        (writer, [f"/disaster/{page}" for page in (*sheets, *kept, *bulletins)]),
        (publisher, [f"/disaster/bulletins/{waiting}/"]),
    ]


def _of_translation(cast: Cast) -> Walks:
    translator = make_person("translator", "訳語 渡", ("translator", cast.headquarters))
    for person in (translator, cast.planner):
        for language in Language.objects.filter(is_resident=True):
            Competence.objects.create(person=person, language=language, translates=True, checks=True)
    units = list(Unit.objects.filter(family="disaster.sentence")[:2])
    job = order(
        title="地震の文例の翻訳",
        language=Language.objects.get(code="my"),
        organisation=cast.headquarters,
        units=units,
        due_at=clock.now() + dt.timedelta(days=7),
        note="",
        by=cast.planner,
    )
    unit = f"texts/{units[0].pk}/"
    desk = ["", "texts/?language=ar", unit, f"{unit}ja-x-yasashi/", f"{unit}ar/", f"{unit}my/", "jobs/", "glossary/"]
    keeping = [f"jobs/{job.pk}/", "jobs/new/", "glossary/add/", "people/", "languages/", "languages/add/"]
    return [
        (translator, [f"/translation/{page}" for page in (*desk, "files/", "easy-japanese/")]),
        (cast.planner, [f"/translation/{page}" for page in keeping]),
    ]


def test_disaster_information_has_no_barrier(
    cast: Cast, browser_page: BrowserPage, axe: Axe, settings: Settings, tmp_path: Path
) -> None:
    settings.DISASTER_PAGES = tmp_path / "public"
    load_languages()
    load_places()
    load_bank()
    writer, publisher = stories.writer(cast), make_person("kiki", "城下 護", ("bulletin_publisher", cast.himeji))
    draft, waiting, code = _bulletins(cast, writer, publisher)
    publish_site(reason="hand", by=PUBLISHER, is_forced=True)
    for person, paths in _of_disaster(cast, draft, waiting, writer, publisher) + _of_translation(cast):
        wide, phone = browser_page(person), browser_page(person, language="en", width=390, scripts=False)
        for path in paths:
            answers = [page.goto(path) for page in (wide, phone)]

            assert (path, [answer.status if answer else 0 for answer in answers]) == (path, [200, 200])
            assert (path, axe(wide), overflow(wide), overflow(phone)) == (path, [], 0, 0)
    read = browser_page(width=390)
    for language in READ:
        for path in (f"/emergency/{language}/", f"/emergency/{language}/b/{code}/", f"/emergency/{language}/shelters/"):
            answer = read.goto(path)

            assert (path, answer.status if answer else 0) == (path, 200)
            assert (path, axe(read), overflow(read)) == (path, [], 0)


def test_a_sheet_is_filled_on_a_phone_without_scripts(cast: Cast, browser_page: BrowserPage) -> None:
    load_languages()
    load_places()
    load_bank()
    writer = stories.writer(cast)
    stories.shelter(cast, writer)
    page = browser_page(writer, width=390, scripts=False)
    page.goto("/disaster/sheets/make/?s=SH-01")
    asked = page.get_by_role("group", name="避難所")

    asked.get_by_text("一覧にない施設の名前を書く").click()
    asked.get_by_label("日本語で").fill("白鷺会館")
    asked.get_by_label("ふりがな").fill("しらさぎかいかん")
    page.get_by_label("開く日時").fill("2012-07-09T12:00")
    page.get_by_text("ほかの言語", exact=True).click()
    page.get_by_label("アラビア語").check()
    page.get_by_role("button", name="内容を確かめる").click()

    expect(asked.get_by_label("日本語で")).to_be_visible()
    expect(page.get_by_label("アラビア語")).to_be_checked()
    expect(page.locator(".disaster-sheet [lang=ar]").first).to_contain_text("Shirasagi")
    expect(page.get_by_role("button", name="印刷用のPDFを作る")).to_be_visible()
