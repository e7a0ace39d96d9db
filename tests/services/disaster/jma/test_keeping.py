"""Messages are kept as they came, for a time."""

import datetime as dt
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.kernel import clock
from kakehashi.services.disaster.models import JmaMessage, JmaRaw
from kakehashi.services.disaster.operations.jma_keeping import forget_messages
from kakehashi.services.disaster.operations.jma_taking import take_in
from kakehashi.services.disaster.queries.jma import raw_of
from tests.cast import Cast
from tests.conftest import SignIn
from tests.services.disaster.jma.messages import SEISMOLOGY, quake, report
from tests.services.disaster.stories import Scene, draft, drill

pytestmark = pytest.mark.django_db
ROBOT = Robot("test")


def shaken(serial: str = "1", **header: str) -> bytes:
    body = quake(("5-", "28", "530", "2820100"))
    return report("震源・震度に関する情報", body, serial=serial, kind=SEISMOLOGY, **header)


def taken(data: bytes, *, days: int = 0, **options: Any) -> JmaMessage:
    row = take_in(data, by=ROBOT, name="VXSE53.xml", **options).message
    JmaMessage.objects.filter(pk=row.pk).update(received_at=clock.now() - dt.timedelta(days=days))
    return row


def test_the_bytes_are_kept_as_they_came() -> None:
    row = taken(shaken())
    taken(shaken())

    assert raw_of(row) == shaken()
    assert len(JmaRaw.objects.get().data) < len(shaken()) / 2


def test_headquarters_downloads_them(scene: Scene, sign_in: SignIn) -> None:
    row = taken(shaken())
    url = f"/disaster/jma/{row.pk}/raw/"

    answer = sign_in(scene.headquarters).get(url)

    assert (answer.content, answer["Content-Type"]) == (shaken(), "application/xml")
    assert answer["Content-Disposition"] == f'attachment; filename="VXSE53-{row.digest[:12]}.xml"'
    shown = {
        who.pk: url in sign_in(who).get(f"/disaster/jma/{row.pk}/").text for who in (scene.writer, scene.headquarters)
    }
    assert shown == {scene.writer.pk: False, scene.headquarters.pk: True}
    assert sign_in(scene.writer).get(url).status_code == 404


def test_nothing_is_offered_where_nothing_was_kept(scene: Scene, sign_in: SignIn) -> None:
    row = taken(shaken())
    JmaRaw.objects.all().delete()
    client, url = sign_in(scene.headquarters), f"/disaster/jma/{row.pk}/raw/"

    assert url not in client.get(f"/disaster/jma/{row.pk}/").text
    assert client.get(url).status_code == 404


def test_the_drills_of_others_are_not_downloaded(scene: Scene, sign_in: SignIn) -> None:
    row = taken(shaken(status="訓練"), exercise=drill(scene))

    assert sign_in(scene.headquarters).get(f"/disaster/jma/{row.pk}/raw/").status_code == 404


def test_old_messages_are_forgotten_with_their_bytes(settings: Settings) -> None:
    settings.JMA_DAYS = 30
    taken(shaken("1"), days=31)
    young = taken(shaken("2"), days=29)

    assert forget_messages(by=ROBOT) == 1
    assert forget_messages(by=ROBOT) == 0

    assert list(JmaMessage.objects.all()) == [young]
    assert [raw.message for raw in JmaRaw.objects.all()] == [young]


def test_what_a_bulletin_was_made_of_stays(scene: Scene) -> None:
    row = taken(shaken(), days=5000)
    draft(scene, message=row)

    assert forget_messages(by=ROBOT) == 0
    assert raw_of(row) == shaken()


def test_what_acted_on_the_forgotten_stands(settings: Settings) -> None:
    settings.JMA_DAYS = 30
    taken(shaken("1"), days=31)
    correction = taken(shaken("2", info_type="訂正", reported="2026-11-23T10:40:00+09:00"))

    forget_messages(by=ROBOT)

    correction.refresh_from_db()
    assert correction.acts_on is None


def test_nothing_is_forgotten_where_nothing_is_set(settings: Settings) -> None:
    settings.JMA_DAYS = 0
    taken(shaken(), days=5000)

    assert forget_messages(by=ROBOT) == 0


def test_only_operators_forget(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        forget_messages(by=cast.officer)
