"""The bank out of the database, as anybody may look it up."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from kakehashi.foundation.translation.models import Text
from kakehashi.services.disaster.models import Sentence
from kakehashi.services.disaster.queries.phrases import said_with_blanks
from kakehashi.services.disaster.queries.snapshot import snapshot
from tests.services.disaster.stories import Scene

pytestmark = pytest.mark.django_db


def said(code: str, language: str) -> tuple[str, ...]:
    parts = {part.code: part for shelf in snapshot().phrases for part in shelf.phrases}
    text = parts[code].texts.get(language)
    return text.lines if text else ()


def test_slots_are_blanks_with_their_labels(scene: Scene) -> None:
    found = snapshot().phrases

    assert [(shelf.code, [part.code for part in shelf.phrases]) for shelf in found] == [
        ("EV", ["EV-01"]),
        ("QK", ["QK-01"]),
        ("WA", ["WA-01"]),
    ]
    assert found[1].names["en"] == "Earthquake"
    assert said("EV-01", "ja") == ("＿＿（shelter）が開いています。", "人数: ＿＿（people）人")
    assert said("QK-01", "ar")[0] == "وقع زلزال قوي في \u2068____ (Place)\u2069."
    assert (said("EV-01", "ar"), found[1].phrases[0].texts["vi"].state) == ((), "machine")


def test_one_sentence_alone(scene: Scene) -> None:
    shelter = Sentence.objects.get(code="EV-01")

    assert said_with_blanks(shelter, "ja") == said("EV-01", "ja")
    assert said_with_blanks(shelter, "en") == ("____ (Shelter) is open.", "____ (People) people")
    assert said_with_blanks(shelter, "vi") == ()


def test_it_follows_the_bank(scene: Scene, settings: Settings) -> None:
    before = said("QK-01", "vi")
    withdrawn = Text.objects.filter(unit__key="disaster.sentence.QK-01", language="vi")

    withdrawn.update(state="withdrawn", is_standing=False)
    without = said("QK-01", "vi")
    withdrawn.update(state="machine", is_standing=True)
    settings.DISASTER_SHOW_MACHINE = False
    withheld = said("QK-01", "vi")
    settings.DISASTER_SHOW_MACHINE = True
    Sentence.objects.filter(code="QK-01").update(is_offered=False)

    assert (len(before), without, withheld) == (2, (), ())
    assert [shelf.code for shelf in snapshot().phrases] == ["EV", "WA"]


def test_the_texts_are_read_once(scene: Scene) -> None:
    snapshot()

    with CaptureQueriesContext(connection) as captured:
        snapshot()

    assert not [query for query in captured if "disaster.sentence." in query["sql"] and '"body"' in query["sql"]]
