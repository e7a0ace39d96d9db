"""How offices and desks want to be asked: said by their director or headquarters, never by two at once."""

from typing import Any

import pytest

from kakehashi.engines.cases.models import OfficeSetting
from kakehashi.engines.cases.operations.settings import change_setting
from kakehashi.engines.cases.queries.kind_editing import setting_at, settings_for
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import stories

SENT: dict[str, Any] = {"time_zone": "Asia/Tokyo", "submit_days": 20, "urgent_days": 5, "notes_ja": "", "notes_en": ""}


@pytest.fixture(autouse=True)
def _kinds(cast: Cast) -> None:
    stories.kind()


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("planner", ["hq", "office-london", "office-paris"]),
        ("director", ["office-paris"]),
        ("section_staff", ["hq"]),
        ("staff", []),
        ("officer", []),
    ],
)
def test_whose_settings_may_be_changed(cast: Cast, who: str, codes: list[str]) -> None:
    assert [setting.office.code for setting in settings_for(getattr(cast, who))] == codes


def test_a_desk_that_never_said_gets_its_settings(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.section_staff)

    client.post("/cases/offices/hq/", SENT | {"_revision": 1})

    assert OfficeSetting.objects.get(office=cast.headquarters).submit_days == 20


def test_the_second_of_two_is_shown_both_sides(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.director)
    client.post("/cases/offices/office-paris/", SENT | {"_revision": 1})

    stale = client.post("/cases/offices/office-paris/", SENT | {"_revision": 1, "submit_days": 45})

    assert stale.status_code == 409
    assert "<td>20</td><td>45</td>" in stale.content.decode()
    assert OfficeSetting.objects.get(office=cast.paris).submit_days == 20


def test_two_who_are_first_are_told_apart(cast: Cast) -> None:
    first, second = setting_at(cast.headquarters), setting_at(cast.headquarters)
    change_setting(first, SENT, base_revision=1, by=cast.planner)

    with pytest.raises(StaleError):
        change_setting(second, SENT | {"submit_days": 1}, base_revision=1, by=cast.section_staff)


def test_another_office_changes_nothing(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        change_setting(setting_at(cast.london), SENT, base_revision=1, by=cast.director)
