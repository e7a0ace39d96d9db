"""What was approved stays as it was approved, whatever becomes of the register of facilities."""

import pytest

from kakehashi.services.disaster.models import Bulletin, Facility
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.bulletins import start_correction
from kakehashi.services.disaster.operations.facilities import change_facility
from kakehashi.services.disaster.queries.preview import Preview
from kakehashi.services.disaster.queries.snapshot import snapshot
from tests.conftest import SignIn
from tests.services.disaster import stories
from tests.services.disaster.stories import Scene

pytestmark = pytest.mark.django_db
OLD = {"ja": "桜小学校が開いています。", "en": "桜小学校 (Cherry School) is open."}
NEW = {"ja": "梅小学校が開いています。", "en": "梅小学校 (Plum School) is open."}


@pytest.fixture
def school(scene: Scene) -> Facility:
    return Facility.objects.create(
        organisation=scene.cast.himeji,
        kind="shelter",
        name_ja="桜小学校",
        name_kana="さくらしょうがっこう",
        names={"en": "Cherry School"},
    )


def rename(school: Facility, scene: Scene) -> None:
    values = {
        "name_ja": "梅小学校",
        "name_kana": "うめしょうがっこう",
        "names": {"en": "Plum School"},
        "is_used": False,
    }
    change_facility(school, values, base_revision=1, by=scene.writer)


def opening(school: Facility) -> list[dict[str, object]]:
    return [{"code": "EV-01", "slots": {"shelter": {"id": school.pk}, "people": 3}}]


def said(bulletin: Bulletin) -> dict[str, str]:
    preview = Preview(bulletin)
    return {code: preview.lines(code)[0] for code in ("ja", "en")}


def test_what_is_up_is_not_rewritten(scene: Scene, school: Facility) -> None:
    bulletin = stories.published(scene, lines=opening(school))

    rename(school, scene)

    assert said(bulletin) == OLD
    (public,) = snapshot().bulletins
    assert {code: public.parts[0].texts[code].lines[0] for code in OLD} == OLD


def test_what_the_approver_reads_is_what_goes_out(scene: Scene, school: Facility) -> None:
    bulletin = stories.checking(scene, lines=opening(school))

    rename(school, scene)
    read = said(bulletin)
    moves.approve_and_publish(bulletin, by=scene.publisher)

    assert (read, said(bulletin)) == (OLD, OLD)


def test_going_alone_keeps_the_names_too(scene: Scene, school: Facility) -> None:
    bulletin = stories.draft(scene, by=scene.publisher, lines=opening(school))
    moves.approve_alone(bulletin, by=scene.publisher, note="急ぎ")

    rename(school, scene)

    assert said(bulletin) == OLD


@pytest.mark.parametrize("back", ["return", "take_back"])
def test_a_draft_follows_the_register(scene: Scene, school: Facility, back: str) -> None:
    bulletin = stories.checking(scene, lines=opening(school))
    by = scene.publisher if back == "return" else scene.writer
    moves.MOVES[back](bulletin, by=by, note="直して")

    rename(school, scene)

    assert said(bulletin) == NEW
    assert bulletin.parts.get().slots == {"shelter": {"id": school.pk}, "people": 3}


def test_a_correction_takes_the_new_name_and_shows_it(scene: Scene, school: Facility, sign_in: SignIn) -> None:
    bulletin = stories.published(scene, lines=opening(school))
    rename(school, scene)

    following = start_correction(bulletin, by=scene.writer)

    page = sign_in(scene.writer).get(f"/disaster/bulletins/{following.pk}/")
    assert (said(bulletin), said(following)) == (OLD, NEW)
    assert page.context["changes"] == [("-", OLD["ja"]), ("+", NEW["ja"])]
