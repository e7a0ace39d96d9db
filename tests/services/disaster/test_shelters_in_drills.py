"""A shelter opened in a drill is open in the drill alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.tasks.models import Job
from kakehashi.services.disaster.choices import ShelterState
from kakehashi.services.disaster.models import Facility, ShelterInDrill
from kakehashi.services.disaster.operations.exercises import end_exercise, set_state_in_drill
from kakehashi.services.disaster.operations.facilities import set_state
from kakehashi.services.disaster.operations.publishing import PUBLISHER, publish_site
from kakehashi.services.disaster.queries.snapshot import snapshot
from tests.conftest import SignIn
from tests.services.disaster import stories
from tests.services.disaster.stories import Scene

pytestmark = pytest.mark.django_db
FACILITIES = "/disaster/facilities/"


@pytest.fixture
def shelter(scene: Scene) -> Facility:
    return make_shelter(scene, "桜小学校")


def make_shelter(scene: Scene, name: str) -> Facility:
    return Facility.objects.create(
        organisation=scene.cast.himeji, kind="shelter", name_ja=name, name_kana="さくらしょうがっこう"
    )


def shown() -> list[tuple[str, bool]]:
    return [(one.status, one.is_exercise) for one in snapshot().shelters]


def test_what_is_opened_in_a_drill_is_not_open_in_earnest(scene: Scene, shelter: Facility) -> None:
    exercise = stories.drill(scene)

    set_state_in_drill(exercise, shelter, ShelterState.OPEN, by=scene.writer)

    shelter.refresh_from_db()
    assert shelter.state == ShelterState.NOT_OPEN
    assert shown() == [("open", True)]
    assert Job.objects.filter(dedupe_key="disaster:pages").exists()


def test_it_stays_inside_where_drills_do(scene: Scene, shelter: Facility, settings: Settings) -> None:
    set_state_in_drill(stories.drill(scene), shelter, ShelterState.OPEN, by=scene.writer)

    settings.DISASTER_PUBLIC_DRILLS = False

    assert shown() == []


def test_it_ends_with_the_drill(scene: Scene, shelter: Facility) -> None:
    exercise = stories.drill(scene)
    set_state_in_drill(exercise, shelter, ShelterState.OPEN, by=scene.writer)
    Job.objects.all().delete()

    end_exercise(exercise, by=scene.writer)

    assert shown() == []
    assert Job.objects.filter(dedupe_key="disaster:pages").exists()
    with pytest.raises(MoveRefusedError):
        set_state_in_drill(exercise, shelter, ShelterState.FULL, by=scene.writer)


def test_what_is_really_open_is_not_shown_as_a_drill(scene: Scene, shelter: Facility) -> None:
    set_state_in_drill(stories.drill(scene), shelter, ShelterState.FULL, by=scene.writer)

    set_state(shelter, ShelterState.OPEN, by=scene.writer, in_earnest=True)

    assert shown() == [("open", False)]


def test_while_a_drill_is_on_the_real_state_is_changed_in_earnest_only(
    scene: Scene, shelter: Facility, sign_in: SignIn
) -> None:
    """Also from a page that was opened before it began."""
    client, url = sign_in(scene.writer), reverse("disaster:facility_state", args=[shelter.pk])
    before = client.get(FACILITIES).text
    exercise = stories.drill(scene)

    pressed = client.post(url, {"state": "open"}, follow=True).text
    shelter.refresh_from_db()
    unchanged = shelter.state
    page = client.get(FACILITIES).text
    client.post(url, {"state": "open", "in_earnest": "1"})

    shelter.refresh_from_db()
    assert ("in_earnest" in before, "in_earnest" in page, str(exercise) in page) == (False, True, True)
    assert "訓練のページで変えるか、本当の状態として変えてください。" in pressed
    assert (unchanged, shelter.state) == (ShelterState.NOT_OPEN, ShelterState.OPEN)


def test_the_page_of_the_drill_opens_it(scene: Scene, shelter: Facility, sign_in: SignIn) -> None:
    exercise = stories.drill(scene)
    client, url = sign_in(scene.writer), f"/disaster/drills/{exercise.pk}/shelters/"

    for sent in ({"state": "open", "facility": shelter.pk}, {"state": "open"}, {"state": "x", "facility": shelter.pk}):
        client.post(url, sent)

    row = ShelterInDrill.objects.get()
    assert (row.exercise, row.facility, row.state) == (exercise, shelter, ShelterState.OPEN)
    assert 'aria-pressed="true"' in client.get(f"/disaster/drills/{exercise.pk}/").text
    assert sign_in(scene.neighbour).post(url, {"state": "open", "facility": shelter.pk}).status_code == 404


def test_only_for_shelters_of_the_drills_organisation(scene: Scene, shelter: Facility) -> None:
    exercise = stories.drill(scene)
    others = Facility.objects.create(organisation=scene.cast.kakogawa, kind="shelter", name_ja="他", name_kana="ほか")
    school = Facility.objects.create(organisation=scene.cast.himeji, kind="school", name_ja="校", name_kana="こう")

    for facility in (others, school):
        with pytest.raises(MoveRefusedError):
            set_state_in_drill(exercise, facility, ShelterState.OPEN, by=scene.writer)
    with pytest.raises(NotPermittedError):
        set_state_in_drill(exercise, shelter, ShelterState.OPEN, by=scene.neighbour)


def test_the_pages_tell_a_drill_from_what_is_real(scene: Scene, shelter: Facility, settings: Settings) -> None:
    set_state_in_drill(stories.drill(scene), shelter, ShelterState.OPEN, by=scene.writer)
    publish_site(reason="test", by=PUBLISHER)
    page = settings.DISASTER_PAGES / "current/ja/shelters/2820100/index.html"
    alone = page.read_text()

    set_state(make_shelter(scene, "梅小学校"), ShelterState.OPEN, by=scene.writer, in_earnest=True)
    publish_site(reason="test", by=PUBLISHER)

    both = page.read_text()
    watermark = '<div class="z"'
    assert (watermark in alone, watermark in both) == (True, False)
    assert both.index("梅小学校") < both.index("これは訓練です。") < both.index("桜小学校")


def test_the_page_of_a_drill_costs_the_same_for_one_and_many(scene: Scene, shelter: Facility, sign_in: SignIn) -> None:
    exercise = stories.drill(scene)
    client, url = sign_in(scene.writer), f"/disaster/drills/{exercise.pk}/"

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    asked()
    one = asked()
    for number in range(4):
        set_state_in_drill(exercise, make_shelter(scene, f"学校{number}"), ShelterState.FULL, by=scene.writer)

    assert asked() == one <= 15
