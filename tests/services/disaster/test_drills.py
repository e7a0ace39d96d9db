"""Drills with a script: what arrives by the clock, what is made of it, how it went."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import DrillState
from kakehashi.services.disaster.models import Bulletin, Exercise, Inject, JmaMessage, Sentence
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.exercises import change_exercise, end_exercise
from kakehashi.services.disaster.operations.injects import add_inject, answer_inject, deliver_due
from kakehashi.services.disaster.queries.drill_review import review_of
from kakehashi.services.disaster.rules.exercises import may_conduct
from tests.conftest import SignIn
from tests.services.disaster import stories
from tests.services.disaster.jma.messages import SEISMOLOGY, quake, report
from tests.services.disaster.stories import Scene

pytestmark = pytest.mark.django_db
SHAKEN = quake(("5-", "28", "530", "2820100"))


def url(drill: Exercise, tail: str = "") -> str:
    return f"/disaster/drills/{drill.pk}/{tail}"


def inject(scene: Scene, drill: Exercise, minute: int = 0, **values: str) -> Inject:
    given = {"minute": minute, "title": "断水", "words": "市内で断水しています。"}
    return add_inject(drill, given | values, by=scene.publisher)


def publish(scene: Scene, bulletin: Bulletin) -> Bulletin:
    """Filled, submitted, approved by the other one, live."""
    for column, value in {"areas": [stories.HIMEJI], "valid_until": clock.now() + dt.timedelta(hours=1)}.items():
        setattr(bulletin, column, value)
    bulletin.save()
    if not bulletin.parts.exists():
        sentence = Sentence.objects.get(code="QK-01")
        bulletin.parts.create(sentence=sentence, slots={"place": [stories.HIMEJI]})
    return moves.approve_and_publish(moves.submit(bulletin, by=scene.writer), by=scene.publisher)


def back(thing: Bulletin | Inject, **minutes: int) -> None:
    """Move moments so many minutes into the past."""
    for column, count in minutes.items():
        setattr(thing, column, clock.now() - dt.timedelta(minutes=count))
    thing.save(update_fields=list(minutes))


def test_the_clock_delivers_and_tells_the_writers(scene: Scene, sign_in: SignIn) -> None:
    drill = stories.drill(scene)  # began an hour ago
    inject(scene, drill, 30)
    inject(scene, drill, 90, title="余震")

    delivered = (deliver_due(), deliver_due())
    page = sign_in(scene.writer).get(url(drill)).content.decode()

    assert delivered == (1, 0)
    assert ("市内で断水しています。" in page, "余震" in page) == (True, False)
    assert Notice.objects.filter(kind="disaster.inject", person=scene.writer).count() == 1
    assert not Notice.objects.filter(kind="disaster.inject", person=scene.neighbour).exists()


def test_nothing_arrives_outside_the_drill(scene: Scene) -> None:
    now = clock.now()
    later = stories.drill(scene, starts_at=now + dt.timedelta(hours=1))
    over = stories.drill(scene)
    inject(scene, later)
    inject(scene, over, 30)
    end_exercise(over, by=scene.publisher)

    assert deliver_due() == 0
    with pytest.raises(MoveRefusedError):
        inject(scene, over)


def test_a_message_of_the_agency_arrives_inside_the_drill_only(scene: Scene, sign_in: SignIn) -> None:
    drill = stories.drill(scene)
    client = sign_in(scene.publisher)
    training = report("震源・震度に関する情報", SHAKEN, status="訓練", kind=SEISMOLOGY)
    real = report("震源・震度に関する情報", SHAKEN, kind=SEISMOLOGY)

    answers = [
        client.post(
            url(drill, "script/"),
            {"minute": "1", "title": "地震", "file": SimpleUploadedFile("VXSE53.xml", content)},
        ).status_code
        for content in (real, b"<broken", training)
    ]
    deliver_due()
    found = Inject.objects.get()
    began = client.post(url(drill, f"script/{found.pk}/answer/"))

    found.refresh_from_db()
    assert answers == [422, 422, 302]
    assert (JmaMessage.objects.get().exercise, found.trouble) == (drill, "")
    assert found.bulletin is not None
    assert (found.bulletin.exercise, found.bulletin.message) == (drill, found.message)
    assert began.url == f"/disaster/bulletins/{found.bulletin.pk}/"  # type: ignore[attr-defined]  # a redirect


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"minute": "0", "title": "a"}, "届く内容を書くか、電文のファイルを選んでください。"),
        ({"minute": "1500", "title": "a", "words": "b"}, "訓練は1500分間です。"),
    ],
)
def test_an_inject_is_refused_in_words(scene: Scene, sign_in: SignIn, sent: dict[str, str], sentence: str) -> None:
    drill = stories.drill(scene)

    answer = sign_in(scene.publisher).post(url(drill, "script/"), sent)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_how_it_went(scene: Scene) -> None:
    drill = stories.drill(scene, target_minutes=10)
    quick, slow, missed, never = (inject(scene, drill, minute, title=f"{minute}") for minute in (1, 2, 3, 1440))
    deliver_due()
    for one, minutes in ((quick, 5), (slow, 50)):
        bulletin = publish(scene, answer_inject(one, None, by=scene.writer))
        one.refresh_from_db()
        back(one, arrived_at=60)
        back(bulletin, made_at=59, approved_at=60 - minutes, published_at=60 - minutes)

    review = review_of(drill, scene.publisher)

    rows = {row.inject: row for row in review.rows}
    assert (review.arrived, review.live, review.in_time, review.score) == (3, 2, 1, 33)
    assert [(rows[one].drafted, rows[one].approved, rows[one].live) for one in (quick, slow)] == [
        (1, 5, 5),
        (1, 50, 50),
    ]
    assert [rows[one].in_time for one in (quick, slow, missed, never)] == [True, False, False, None]
    assert [rows[one].is_missed for one in (quick, slow, missed, never)] == [False, False, True, False]
    assert (rows[quick].languages, rows[quick].of, rows[quick].alone, rows[quick].people) == (5, 23, False, 1)


def test_a_correction_counts_and_its_languages(scene: Scene, sign_in: SignIn) -> None:
    drill = stories.drill(scene)
    found = inject(scene, drill)
    deliver_due()
    found.refresh_from_db()
    first = publish(scene, answer_inject(found, None, by=scene.writer))
    sign_in(scene.writer).post(f"/disaster/bulletins/{first.pk}/correct/")
    second = Bulletin.objects.get(version=2)
    second.change_note = "場所"
    publish(scene, second)

    (row,) = review_of(drill, scene.publisher).rows

    assert (row.bulletin, row.corrections, row.in_time) == (first, 1, None)
    assert review_of(drill, scene.publisher).score is None


def test_what_was_written_already_can_be_the_answer(scene: Scene, sign_in: SignIn) -> None:
    drill, other = stories.drill(scene), stories.drill(scene)
    found = inject(scene, drill)
    deliver_due()
    mine, strange = stories.draft(scene, exercise=drill), stories.draft(scene, exercise=other)
    client = sign_in(scene.writer)

    for bulletin in (strange, mine):
        client.post(url(drill, f"script/{found.pk}/answer/"), {"bulletin": bulletin.pk})

    found.refresh_from_db()
    assert found.bulletin == mine
    assert review_of(drill, scene.publisher).rows[0].drafted == 0


def test_a_drill_is_reviewed_once_it_is_over(scene: Scene, sign_in: SignIn) -> None:
    drill = stories.drill(scene)
    client = sign_in(scene.writer)
    early = client.post(url(drill, "review/"), {"reflection": "早い", "_revision": "1"})
    end_exercise(drill, by=scene.publisher)

    empty = client.post(url(drill, "review/"), {"reflection": "", "_revision": "2"})
    stale = client.post(url(drill, "review/"), {"reflection": "古い", "_revision": "1"})
    saved = client.post(url(drill, "review/"), {"reflection": "電話が遅れた。", "_revision": "2"})

    drill.refresh_from_db()
    assert [answer.status_code for answer in (early, empty, stale, saved)] == [409, 422, 409, 302]
    assert (drill.state, drill.reflection) == (DrillState.REVIEWED, "電話が遅れた。")
    with pytest.raises(MoveRefusedError):
        change_exercise(drill, {"ends_at": drill.ends_at}, base_revision=3, by=scene.publisher)
    assert "未設定" in client.get(url(drill, "review/")).content.decode()


def test_the_review_as_a_file(scene: Scene, sign_in: SignIn) -> None:
    drill = stories.drill(scene, target_minutes=10)
    inject(scene, drill, title="=1+1")
    deliver_due()

    answer = sign_in(scene.writer).get(url(drill, "review/csv/"))

    header, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    given = dict(zip(header, row, strict=True))
    assert (given["件名"], given["公開まで(分)"], given["目標以内"]) == ("'=1+1", "", "いいえ")


def test_the_neighbour_finds_nothing(scene: Scene, sign_in: SignIn) -> None:
    drill = stories.drill(scene)
    found = inject(scene, drill)
    stranger = sign_in(scene.neighbour)

    gets = [stranger.get(url(drill, tail)).status_code for tail in ("script/", "review/", "review/csv/")]
    posts = [stranger.post(url(drill, f"script/{found.pk}/{tail}/")).status_code for tail in ("remove", "answer")]

    assert set(gets + posts) == {404}


def test_who_takes_part_is_surprised(scene: Scene, sign_in: SignIn) -> None:
    drill = stories.drill(scene)
    inject(scene, drill, title="断水")
    coming = inject(scene, drill, 600, title="余震")
    deliver_due()
    clients = [sign_in(person) for person in (scene.publisher, scene.writer, scene.second)]

    def answers(tail: str) -> list[tuple[int, bool]]:
        got = [client.get(url(drill, tail)) for client in clients]
        return [(answer.status_code, "余震" in answer.content.decode()) for answer in got]

    assert [answers(tail) for tail in ("", "script/", "review/", "review/csv/", "edit/")] == [
        [(200, False), (200, False), (200, False)],
        [(200, True), (403, False), (403, False)],
        [(200, True), (200, False), (200, False)],
        [(200, True), (200, False), (200, False)],
        [(200, False), (403, False), (403, False)],
    ]
    sent = [clients[1].post(url(drill, f"script/{coming.pk}/{tail}/")).status_code for tail in ("remove", "answer")]
    added = clients[2].post(url(drill, "script/"), {"minute": "1", "title": "a", "words": "b"}).status_code
    assert (sent, added, Inject.objects.count()) == ([404, 404], 403, 2)
    end_exercise(drill, by=scene.writer)
    assert answers("script/") == [(200, True), (200, True), (200, True)]


def test_the_page_offers_its_ways_to_who_may_go_them(scene: Scene, sign_in: SignIn) -> None:
    drill = stories.drill(scene)

    pages = [sign_in(person).get(url(drill)).content.decode() for person in (scene.publisher, scene.writer)]

    assert [[f'href="{url(drill, tail)}"' in page for tail in ("script/", "edit/")] for page in pages] == [
        [True, True],
        [False, False],
    ]
    assert "訓練を進める人: 市川 守" in pages[1]


def test_approvers_conduct_a_drill_that_nobody_conducts(scene: Scene) -> None:
    drill = stories.drill(scene)
    before = [may_conduct(person, drill) for person in (scene.publisher, scene.second, scene.writer, scene.neighbour)]

    RoleHeld.objects.filter(person=scene.publisher).update(ends_on=clock.today() - dt.timedelta(days=1))
    drill = Exercise.objects.get()
    publisher = Person.objects.get(pk=scene.publisher.pk)

    after = [may_conduct(person, drill) for person in (publisher, scene.second, scene.writer, scene.neighbour)]
    assert (before, after) == ([True, False, False, False], [False, True, False, False])


def test_an_inject_is_removed_until_it_arrives(scene: Scene, sign_in: SignIn) -> None:
    drill = stories.drill(scene)
    arrived, waiting = inject(scene, drill), inject(scene, drill, 600)
    deliver_due()
    client = sign_in(scene.publisher)

    for one in (arrived, waiting):
        client.post(url(drill, f"script/{one.pk}/remove/"))

    assert list(Inject.objects.all()) == [arrived]


@pytest.mark.parametrize("tail", ["", "script/", "review/"])
def test_pages_cost_the_same_for_one_inject_and_many(scene: Scene, sign_in: SignIn, tail: str) -> None:
    drill = stories.drill(scene)
    client = sign_in(scene.publisher)

    def make() -> None:
        one = inject(scene, drill)
        deliver_due()
        one.refresh_from_db()
        answer_inject(one, None, by=scene.writer)

    make()
    one = _queries(client, url(drill, tail))
    for _ in range(3):
        make()

    assert _queries(client, url(drill, tail)) == one


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)
