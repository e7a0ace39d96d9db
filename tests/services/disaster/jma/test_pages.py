"""The pages of messages: for whom, and what can be done there."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from kakehashi.services.disaster.models import Bulletin, Feed, FeedEntry, JmaMessage
from kakehashi.services.disaster.operations.jma_taking import take_in
from tests.conftest import SignIn
from tests.services.disaster.jma.messages import SEISMOLOGY, coast, item, quake, report, tsunami, warning
from tests.services.disaster.stories import HIMEJI, Scene, draft, drill

LIST = "/disaster/jma/"
TAKE_IN = "/disaster/jma/take-in/"
FEEDS = "/disaster/jma/feeds/"


def shaken(serial: str = "1", **header: str) -> bytes:
    body = quake(("5-", "28", "530", "2820100"))
    return report("震源・震度に関する情報", body, serial=serial, kind=SEISMOLOGY, **header)


def taken(data: bytes, **options: Any) -> JmaMessage:
    return take_in(data, by=Robot("test"), **options).message


def page_of(row: JmaMessage) -> str:
    return reverse("disaster:jma_message", args=[row.pk])


def upload(data: bytes, name: str = "x_VXSE53_1.xml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/xml")


def titles(client: Any, query: str = "") -> list[str]:
    return [row.title for row in client.get(LIST + query).context["page"]]


# --- For whom ---
def test_writers_and_operators_read_and_nobody_else(scene: Scene, sign_in: SignIn) -> None:
    pages = [LIST, FEEDS, page_of(taken(shaken()))]
    people: dict[str, Person] = {
        "writer": scene.writer,
        "neighbour": scene.neighbour,
        "operator": scene.cast.operator,
        "officer": scene.cast.officer,
        "section": scene.cast.section_staff,
    }

    found = {name: [sign_in(person).get(page).status_code for page in pages] for name, person in people.items()}

    assert found == {
        "writer": [200] * 3,
        "neighbour": [200] * 3,
        "operator": [200] * 3,
        "officer": [404] * 3,
        "section": [404] * 3,
    }


def test_only_headquarters_takes_in_and_only_writers_begin(scene: Scene, sign_in: SignIn) -> None:
    begin = reverse("disaster:jma_begin", args=[taken(shaken()).pk])
    own = {"organisation": scene.cast.himeji.pk}

    for person in (scene.writer, scene.prefecture, scene.cast.officer):
        assert sign_in(person).get(TAKE_IN).status_code == 404
        assert sign_in(person).post(TAKE_IN, {"file": upload(shaken("2"))}).status_code == 404
    offered = [TAKE_IN in sign_in(person).get(LIST).text for person in (scene.writer, scene.cast.operator)]
    assert offered == [False, True]
    for person in (scene.cast.operator, scene.neighbour, scene.cast.officer):
        sign_in(person).post(begin, own)

    assert not Bulletin.objects.exists()
    assert JmaMessage.objects.count() == 1


def test_a_message_of_a_drill_is_there_for_its_organisation_only(scene: Scene, sign_in: SignIn) -> None:
    row = taken(shaken(status="訓練"), exercise=drill(scene))

    own, other = sign_in(scene.writer), sign_in(scene.neighbour)

    assert (own.get(page_of(row)).status_code, other.get(page_of(row)).status_code) == (200, 404)
    assert (len(titles(own)), len(titles(other))) == (1, 0)


# --- The list ---
def test_the_list_is_narrowed(scene: Scene, sign_in: SignIn) -> None:
    rain = warning("市町村等", item("03", "大雨警報", "2720100"))
    taken(shaken(head_title="兵庫の地震"))
    taken(report("気象警報・注意報（Ｈ２７）", rain, head_title="大阪の大雨"))
    taken(report("津波警報・注意報・予報a", tsunami(coast("210", "51", "津波警報")), head_title="津波"))
    taken(shaken("9", status="試験", head_title="試験"))
    client = sign_in(scene.writer)

    assert titles(client) == ["試験", "津波", "大阪の大雨", "兵庫の地震"]
    assert titles(client, "?family=weather") == ["大阪の大雨"]
    assert titles(client, "?status=試験") == ["試験"]
    assert titles(client, "?prefecture=28") == ["試験", "津波", "兵庫の地震"]
    assert titles(client, "?only_drafts=on") == ["津波", "大阪の大雨", "兵庫の地震"]
    assert titles(client, "?family=nonsense&page=x") == ["試験", "津波", "大阪の大雨", "兵庫の地震"]


def test_an_empty_list_says_how_messages_come(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.writer)

    assert "電文はまだ届いていません" in client.get(LIST).text
    assert "この条件にあてはまる電文はありません" in client.get(f"{LIST}?family=eew").text


def test_the_list_asks_the_database_the_same_for_one_and_for_many(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.writer)
    taken(shaken())
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for number in range(2, 30):
        taken(shaken(str(number)))
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)

    assert len(many) == len(one) <= 15


# --- One message ---
def test_a_message_shows_its_draft_and_becomes_a_bulletin(scene: Scene, sign_in: SignIn) -> None:
    row, client = taken(shaken(headline="強い揺れがありました。")), sign_in(scene.writer)

    page = client.get(page_of(row))
    answer = client.post(reverse("disaster:jma_begin", args=[row.pk]), {"organisation": scene.cast.himeji.pk})

    bulletin = Bulletin.objects.get()
    assert "強い揺れがありました。" in page.text
    assert "姫路市で大きな地震がありました。" in page.text
    assert answer["Location"] == reverse("disaster:bulletin", args=[bulletin.pk])
    assert (bulletin.message, bulletin.areas, bulletin.author) == (row, [HIMEJI], scene.writer)
    assert str(bulletin) in client.get(page_of(row)).text
    assert page_of(row) in client.get(answer["Location"]).text


def test_a_message_withdrawn_meanwhile_is_not_begun(scene: Scene, sign_in: SignIn) -> None:
    row, client = taken(shaken()), sign_in(scene.writer)
    taken(shaken("2", info_type="取消", reported="2026-11-23T10:40:00+09:00"))

    page = client.get(page_of(row))
    answer = client.post(
        reverse("disaster:jma_begin", args=[row.pk]), {"organisation": scene.cast.himeji.pk}, follow=True
    )

    assert "この電文は取り消されました" in page.text
    assert "新しい電文が届いています" in page.text
    assert page.context["form"] is None
    assert "新しい電文を確かめてください" in answer.text
    assert not Bulletin.objects.exists()


def test_a_bulletin_says_that_its_message_was_withdrawn_or_followed(scene: Scene, sign_in: SignIn) -> None:
    page = reverse("disaster:bulletin", args=[draft(scene, message=taken(shaken())).pk])
    client = sign_in(scene.writer)

    taken(shaken("2", reported="2026-11-23T10:36:00+09:00"))
    followed = client.get(page).text
    taken(shaken("3", info_type="取消", reported="2026-11-23T10:40:00+09:00"))
    withdrawn = client.get(page).text

    assert "新しい電文が届いています" in followed
    assert "もとの電文を気象庁が取り消しました" in withdrawn


def test_a_message_without_a_draft_says_why(scene: Scene, sign_in: SignIn) -> None:
    row = taken(report("府県天気概況"))

    assert row.reason in sign_in(scene.writer).get(page_of(row)).text


def test_a_page_of_hundreds_of_places_asks_the_database_the_same(scene: Scene, sign_in: SignIn) -> None:
    few = taken(shaken())
    cities = [("5-", "28", "530", f"28{number:03}00") for number in range(200, 400)]
    many = taken(report("震源・震度に関する情報", quake(*cities), event_id="B", kind=SEISMOLOGY))
    client = sign_in(scene.writer)
    client.get(page_of(few))

    counts = []
    for row in (few, many):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page_of(row)).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


# --- By hand ---
def test_a_file_is_taken_in(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.headquarters)

    first = client.post(TAKE_IN, {"file": upload(shaken())})
    again = client.post(TAKE_IN, {"file": upload(shaken())}, follow=True)

    row = JmaMessage.objects.get()
    assert (first["Location"], row.code) == (page_of(row), "VXSE53")
    assert "もう届いています" in again.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<broken", "壊れています"),
        (b"<!DOCTYPE a><a/>", "DOCTYPE"),
        ("電文".encode("shift_jis"), "UTF-8 ではありません"),
        (b"x" * 5_000_001, "5MBまで"),
        (b"", "ファイル"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(scene: Scene, sign_in: SignIn, data: bytes, words: str) -> None:
    answer = sign_in(scene.headquarters).post(TAKE_IN, {"file": upload(data)})

    assert (answer.status_code, words in answer.text) == (422, True)
    assert not JmaMessage.objects.exists()


def test_a_drill_is_offered_while_it_runs(scene: Scene, sign_in: SignIn) -> None:
    client, headquarters = sign_in(scene.writer), sign_in(scene.headquarters)
    before = client.get(TAKE_IN).status_code
    exercise = drill(scene)

    refused = client.post(TAKE_IN, {"file": upload(shaken()), "exercise": exercise.pk})
    nameless = client.post(TAKE_IN, {"file": upload(shaken())})
    client.post(TAKE_IN, {"file": upload(shaken(status="訓練")), "exercise": exercise.pk})

    offered = ["使う訓練" in one.get(TAKE_IN).text for one in (client, headquarters)]
    assert (before, nameless.status_code, offered) == (404, 422, [True, False])
    assert "訓練の中では、訓練の電文だけを使えます。" in refused.text
    assert JmaMessage.objects.get().exercise == exercise


def test_the_drill_of_others_cannot_be_chosen(scene: Scene, sign_in: SignIn) -> None:
    exercise = drill(scene)

    answer = sign_in(scene.neighbour).post(TAKE_IN, {"file": upload(shaken(status="訓練")), "exercise": exercise.pk})

    assert answer.status_code == 404
    assert not JmaMessage.objects.filter(exercise=exercise).exists()


# --- Feeds ---
def test_feeds_not_set_are_called_so(scene: Scene, sign_in: SignIn) -> None:
    assert "未設定" in sign_in(scene.writer).get(FEEDS).text


def test_feeds_show_their_bytes_their_troubles_and_the_gaps(scene: Scene, sign_in: SignIn, settings: Settings) -> None:
    settings.JMA_FEEDS = {"often": ["https://agency.invalid/feed.xml"], "long": []}
    waiting = sign_in(scene.writer).get(FEEDS).text
    feed = Feed.objects.create(
        name="often-1",
        url="https://agency.invalid/feed.xml",
        bytes_today=12_345_678,
        day=clock.today(),
        fetched_at=clock.now(),
        trouble="503",
    )
    FeedEntry.objects.create(feed=feed, address="https://agency.invalid/1.xml", trouble="読めません")
    for serial in ("1", "2"):
        taken(
            report(
                "気象警報・注意報（Ｈ２７）", warning("市町村等", item("77", "新しい警報", "2820100")), serial=serial
            )
        )

    answer = sign_in(scene.cast.operator).get(FEEDS)

    assert "まだ一度も確認していません" in waiting
    assert (answer.context["today"], answer.context["most"]) == ("12.3", "500")
    assert [entry.trouble for entry in answer.context["troubles"]] == ["読めません"]
    assert [(gap.code, gap.count) for gap in answer.context["gaps"] if gap.code == "weather:77"] == [("weather:77", 2)]
    assert "503" in answer.text
