"""Bulletins on screen: the list, composing, filling, the approver's page, what is refused in words."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.translation.choices import State
from kakehashi.foundation.translation.models import Job, Text
from kakehashi.foundation.translation.operations import write_text
from kakehashi.kernel import clock
from kakehashi.services.disaster.models import Bulletin, Exercise, Facility, Release, Sentence
from kakehashi.services.disaster.operations import bulletin_moves as moves
from tests.conftest import SignIn
from tests.services.disaster import stories
from tests.services.disaster.stories import HIMEJI, Scene

pytestmark = pytest.mark.django_db
Commit = Callable[..., AbstractContextManager[Any]]
LIST = "/disaster/bulletins/"


def url(bulletin: Bulletin, tail: str = "") -> str:
    return f"{LIST}{bulletin.pk}/{tail}"


def moment(hours: int) -> str:
    return f"{(clock.now() + dt.timedelta(hours=hours)).astimezone(clock.JAPAN):%Y-%m-%dT%H:%M}"


def test_a_bulletin_from_the_first_page_to_the_public_one(
    scene: Scene, sign_in: SignIn, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    writer, publisher = sign_in(scene.writer), sign_in(scene.publisher)
    shelter = Facility.objects.create(
        organisation=scene.cast.himeji, kind="shelter", name_ja="桜小学校", name_kana="さくらしょうがっこう"
    )

    writer.post(f"{LIST}new/", {"title": "地震", "organisation": scene.cast.himeji.pk})
    bulletin = Bulletin.objects.get()
    chosen = writer.get(url(bulletin, "sentences/") + "?q=earthquake&category=QK").content.decode()
    typed: list[tuple[int, str, dict[str, Any]]] = [
        (1, "QK-01", {"place": "姫路市"}),
        (3, "EV-01", {"shelter": shelter.pk, "people": "120"}),
    ]
    for revision, code, values in typed:
        writer.post(url(bulletin, "sentences/"), {"sentence": code, "_revision": revision})
        part = bulletin.parts.order_by("-order")[0]
        writer.post(url(bulletin, f"parts/{part.pk}/"), {**values, "_revision": revision + 1})
    edited = {"title": "地震", "areas": [HIMEJI], "valid_until": moment(12), "languages": ["vi"], "_revision": 5}
    writer.post(url(bulletin, "edit/"), edited)
    sent = writer.post(url(bulletin, "moves/submit/"), {"submit-note": "お願いします", "_revision": 6})
    page = publisher.get(url(bulletin) + "?language=en").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        approved = publisher.post(url(bulletin, "moves/approve/"), {"approve-note": "", "at_once": "1", "_revision": 7})

    bulletin.refresh_from_db()
    assert ("QK-01" in chosen, "EV-01" in chosen) == (True, False)
    assert (sent.status_code, approved.status_code, bulletin.step) == (302, 302, "published")
    assert "桜小学校 (Sakura Shogakko) is open." in page
    assert "120 people" in (settings.DISASTER_PAGES / f"current/en/b/{bulletin.code.lower()}/index.html").read_text()


def test_the_first_sentence_names_what_has_no_title(scene: Scene, sign_in: SignIn) -> None:
    writer = sign_in(scene.writer)

    writer.post(f"{LIST}new/", {"title": "", "organisation": scene.cast.himeji.pk})
    bulletin = Bulletin.objects.get()
    untitled = str(bulletin)
    writer.post(url(bulletin, "sentences/"), {"sentence": "EV-01", "_revision": 1})
    writer.post(url(bulletin, "sentences/"), {"sentence": "QK-01", "_revision": 2})
    bulletin.refresh_from_db()
    blank = writer.get(url(bulletin, f"parts/{bulletin.parts.get(sentence__code='EV-01').pk}/")).content.decode()

    assert untitled == bulletin.paper_code
    assert bulletin.title == Sentence.objects.get(code="EV-01").title_ja
    assert "<p>＿＿（shelter）が開いています。</p>" in blank


@pytest.mark.parametrize(
    ("code", "typed", "sentence"),
    [
        ("QK-01", {"place": "京都市"}, "「京都市」という地域はありません。"),
        ("QK-01", {"place": ""}, "「place」を入力してください。"),
        ("EV-01", {"shelter": "", "people": "3"}, "「shelter」を入力してください。"),
        ("EV-01", {"shelter-ja": "体育館", "people": "たくさん"}, "0から1000000000までの整数を入れてください。"),
    ],
)
def test_blanks_are_refused_in_words(
    scene: Scene, sign_in: SignIn, code: str, typed: dict[str, str], sentence: str
) -> None:
    bulletin = stories.draft(scene, lines=[{"code": code, "slots": {}}])
    part = bulletin.parts.get()

    answer = sign_in(scene.writer).post(url(bulletin, f"parts/{part.pk}/"), typed | {"_revision": 1})

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_a_sheltered_name_is_typed_with_its_reading(scene: Scene, sign_in: SignIn) -> None:
    bulletin = stories.draft(scene, lines=[{"code": "EV-01", "slots": {}}])
    part = bulletin.parts.get()
    typed = {"shelter-ja": "体育館", "shelter-kana": "たいいくかん", "people": "3", "_revision": 1}

    sign_in(scene.writer).post(url(bulletin, f"parts/{part.pk}/"), typed)

    part.refresh_from_db()
    assert part.slots == {"shelter": {"ja": "体育館", "kana": "たいいくかん"}, "people": 3}


def test_two_tabs_the_second_is_shown_what_the_first_saved(scene: Scene, sign_in: SignIn) -> None:
    bulletin = stories.draft(scene)
    client = sign_in(scene.writer)
    sent = {"title": "先", "areas": [HIMEJI], "valid_until": moment(12), "_revision": 1}
    client.post(url(bulletin, "edit/"), sent)

    answer = client.post(url(bulletin, "edit/"), sent | {"title": "後"})

    bulletin.refresh_from_db()
    assert (answer.status_code, bulletin.title) == (409, "先")
    assert "いま保存されている内容" in answer.content.decode()


def test_parts_are_put_in_order_and_removed(scene: Scene, sign_in: SignIn) -> None:
    bulletin = stories.draft(scene, lines=[stories.quake(), {"code": "WA-01", "slots": {"what": "water"}}])
    first, second = bulletin.parts.order_by("order")
    client = sign_in(scene.writer)

    client.post(url(bulletin, f"parts/{second.pk}/arrange/"), {"action": "up", "_revision": 1})
    ordered = [part.pk for part in bulletin.parts.order_by("order")]
    client.post(url(bulletin, f"parts/{first.pk}/arrange/"), {"action": "remove", "_revision": 2})
    client.post(url(bulletin, f"parts/{second.pk}/arrange/"), {"action": "remove", "_revision": 2})  # too late

    assert ordered == [second.pk, first.pk]
    assert [part.pk for part in bulletin.parts.all()] == [second.pk]


def test_words_of_ones_own_wait_for_translation_and_are_signed_by_the_approver(scene: Scene, sign_in: SignIn) -> None:
    bulletin = stories.draft(scene, languages=["en", "vi"])
    typed = {"ja": "市役所の2階で相談できます。", "easy": "市役所《しやくしょ》の 2階《かい》で 聞《き》けます。"}
    sign_in(scene.writer).post(url(bulletin, "words/"), typed | {"_revision": 1})
    bulletin.refresh_from_db()
    moves.submit(bulletin, by=scene.writer)

    page = sign_in(scene.publisher).get(url(bulletin) + "?language=vi").content.decode()
    moves.approve(bulletin, by=scene.publisher)

    unit = bulletin.parts.get(sentence=None).unit
    assert unit is not None
    assert unit.key == f"disaster.bulletin.{bulletin.pk}.1"
    assert "訳がありません" in page
    assert "自由に書いた文の訳がまだない言語があります。" in page
    assert set(unit.texts.values_list("language", "state")) == {("ja", State.CHECKED), ("ja-x-yasashi", State.CHECKED)}
    assert bulletin.step == "approved"
    assert set(Job.objects.values_list("language", "organisation")) == {
        ("en", scene.cast.headquarters.pk),
        ("vi", scene.cast.headquarters.pk),
    }


def test_what_waits_for_translations_goes_on_when_the_last_has_come(scene: Scene, sign_in: SignIn) -> None:
    bulletin = stories.draft(scene, languages=["en"])
    sign_in(scene.writer).post(
        url(bulletin, "words/"), {"ja": "2階です。", "easy": "2階《かい》です。", "_revision": 1}
    )
    bulletin.refresh_from_db()
    moves.approve(moves.submit(bulletin, by=scene.writer), by=scene.publisher)
    pressed = {"translate-note": "", "_revision": bulletin.revision}
    sign_in(scene.publisher).post(url(bulletin, "moves/translate/"), pressed)
    before = moves.prepare_translated()
    unit = bulletin.parts.get(sentence=None).unit
    assert unit is not None

    write_text(unit=unit, language="en", body="On the second floor.", expected=0, by=scene.writer, permit=True)

    bulletin.refresh_from_db()
    assert (before, bulletin.step, moves.prepare_translated()) == (0, "translating", 1)
    assert Notice.objects.filter(kind="disaster.ready", person=scene.publisher).exists()
    bulletin.refresh_from_db()
    assert moves.publish(bulletin, by=scene.publisher).step == "published"


def test_a_correction_of_own_words_does_not_touch_what_is_up(scene: Scene, sign_in: SignIn) -> None:
    bulletin = stories.draft(scene)
    client = sign_in(scene.writer)
    client.post(url(bulletin, "words/"), {"ja": "2階です。", "easy": "2階《かい》です。", "_revision": 1})
    bulletin.refresh_from_db()
    moves.approve_and_publish(moves.submit(bulletin, by=scene.writer), by=scene.publisher)

    client.post(url(bulletin, "correct/"))
    second = Bulletin.objects.get(version=2)
    part = second.parts.get(sentence=None)
    client.post(url(second, f"parts/{part.pk}/"), {"ja": "3階です。", "easy": "3階《かい》です。", "_revision": 1})

    before, after = (one.parts.get(sentence=None).unit for one in (bulletin, second))
    assert before is not None
    assert after is not None
    bodies = {unit.pk: Text.objects.get(unit=unit, language="ja").body for unit in (before, after)}
    assert bodies == {before.pk: "2階です。", after.pk: "3階です。"}
    assert "2階です。" in client.get(url(second)).content.decode()


def test_own_words_do_not_come_first(scene: Scene, sign_in: SignIn) -> None:
    bulletin = stories.draft(scene)
    client = sign_in(scene.writer)
    client.post(url(bulletin, "words/"), {"ja": "2階です。", "easy": "2階《かい》です。", "_revision": 1})
    words = bulletin.parts.get(sentence=None)
    client.post(url(bulletin, f"parts/{words.pk}/arrange/"), {"action": "up", "_revision": 2})

    answer = client.post(url(bulletin, "moves/submit/"), {"submit-note": "", "_revision": 3})

    assert (answer.status_code, "最初は文例にしてください。" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize("view", ["live", "waiting", "draft", "ended", "drill"])
def test_the_list_counts_and_costs_the_same_for_one_and_many(scene: Scene, sign_in: SignIn, view: str) -> None:
    makers: dict[str, Callable[[Scene], Any]] = {
        "live": stories.published,
        "waiting": stories.checking,
        "draft": stories.draft,
        "ended": lambda s: moves.drop(stories.draft(s), by=s.writer),
        "drill": lambda s: stories.draft(s, exercise=Exercise.objects.first() or stories.drill(s)),
    }
    make = makers[view]
    client = sign_in(scene.writer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page = client.get(f"{LIST}?view={view}").content.decode()
        assert "地震" in page
        return len(captured)

    make(scene)
    queries()
    one = queries()
    for _ in range(4):
        make(scene)

    assert queries() == one
    assert one <= 15


def test_the_page_of_one_costs_the_same_with_more_sentences(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.publisher)

    def queries(bulletin: Bulletin) -> int:
        client.get(url(bulletin))
        with CaptureQueriesContext(connection) as captured:
            client.get(url(bulletin))
        return len(captured)

    line = {"code": "WA-01", "slots": {"what": "water"}}
    assert queries(stories.checking(scene, lines=[line])) == queries(stories.checking(scene, lines=[line] * 6))


def test_the_neighbour_finds_nothing(scene: Scene, sign_in: SignIn) -> None:
    bulletin = stories.published(scene)
    drill = stories.drill(scene)
    part = bulletin.parts.get()
    stranger = sign_in(scene.neighbour)
    tails = ["", "edit/", "sentences/", "words/", f"parts/{part.pk}/", "texts/"]
    pages = [url(bulletin, tail) for tail in tails] + [f"/disaster/drills/{drill.pk}/{one}" for one in ("", "edit/")]
    actions = [url(bulletin, one) for one in (f"parts/{part.pk}/arrange/", "moves/withdraw/", "correct/")]

    found = [stranger.get(page).status_code for page in pages] + [
        stranger.post(one).status_code for one in [*actions, f"/disaster/drills/{drill.pk}/end/"]
    ]

    assert set(found) == {404}
    assert bulletin.code not in stranger.get(LIST).content.decode()


def test_headquarters_reads_but_does_not_write(scene: Scene, sign_in: SignIn) -> None:
    bulletin = stories.draft(scene)
    client = sign_in(scene.cast.planner)

    found = [client.get(url(bulletin, tail)).status_code for tail in ("", "edit/", "sentences/")]

    assert found == [200, 403, 403]
    assert client.post(url(bulletin, "moves/submit/"), {"submit-note": ""}).status_code == 403


def test_a_double_press_takes_one_step(scene: Scene, sign_in: SignIn) -> None:
    bulletin = stories.draft(scene)
    sent = {"submit-note": "", "_once": "k" * 24, "_revision": 1}
    client = sign_in(scene.writer)

    answers = [client.post(url(bulletin, "moves/submit/"), sent).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert sign_in(scene.publisher).post(url(bulletin, "moves/nonsense/")).status_code == 404


def test_the_texts_to_copy(scene: Scene, sign_in: SignIn) -> None:
    bulletin = stories.published(scene, exercise=stories.drill(scene))

    page = sign_in(scene.writer).get(url(bulletin, "texts/") + "?language=en").content.decode()

    assert page.count("There was a strong earthquake in Himeji City.") >= 4
    assert "DRILL" in page
    assert sign_in(scene.writer).get(url(stories.draft(scene), "texts/")).status_code == 404


def test_drills_are_planned_changed_and_ended(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.writer)
    sent = {"name": "訓練A", "organisation": scene.cast.himeji.pk, "starts_at": moment(-1), "ends_at": moment(5)}
    refused = client.post("/disaster/drills/new/", sent | {"ends_at": moment(-2)})
    client.post("/disaster/drills/new/", sent)
    drill = Exercise.objects.get()
    changed = client.post(f"/disaster/drills/{drill.pk}/edit/", sent | {"name": "訓練B", "_revision": 1})
    stale = client.post(f"/disaster/drills/{drill.pk}/edit/", sent | {"name": "訓練C", "_revision": 1})
    bulletin = stories.draft(scene, exercise=drill)
    page = client.get(f"/disaster/drills/{drill.pk}/").content.decode()
    client.post(f"/disaster/drills/{drill.pk}/end/")

    drill.refresh_from_db()
    assert (refused.status_code, changed.status_code, stale.status_code) == (422, 302, 409)
    assert (drill.name, drill.is_running) == ("訓練B", False)
    assert bulletin.code in page
    assert "訓練B" in client.get("/disaster/drills/").content.decode()


def test_releases_are_listed_and_made_again(scene: Scene, sign_in: SignIn) -> None:
    stories.published(scene)
    before = sign_in(scene.writer).get("/disaster/pages/").content.decode()

    made = sign_in(scene.publisher).post("/disaster/pages/publish/")

    assert made.status_code == 302
    assert "公開のページはまだありません" in before
    assert "作り直しを押した" in sign_in(scene.writer).get("/disaster/pages/").content.decode()
    assert sign_in(scene.writer).post("/disaster/pages/publish/").status_code == 403
    assert Release.objects.count() == 1


def test_who_writes_for_nobody_has_no_page_here(scene: Scene, sign_in: SignIn) -> None:
    client: Client = sign_in(scene.cast.officer)
    names = ["bulletins", "bulletin_new", "exercises", "exercise_new", "releases"]

    assert {client.get(reverse(f"disaster:{name}")).status_code for name in names} == {404}
    assert not RoleHeld.objects.filter(person=scene.cast.officer, role__startswith="bulletin").exists()
