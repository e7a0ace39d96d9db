from dataclasses import dataclass

import pytest

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation.models import Competence, Language, Text, Unit
from kakehashi.foundation.translation.operations import UnitSeed, load_units
from kakehashi.foundation.translation.seed import load_languages
from tests.cast import Cast, make_person

SEEDER = Robot("seeds")
KEY = "disaster.sentence.QK-01"
DRAFTS = {
    "ja": "地震がありました。",
    "ja-x-yasashi": "地震《じしん》が ありました。",
    "en": "There was an earthquake.",
    "fr": "Il y a eu un tremblement de terre.",
}


@dataclass(frozen=True)
class Desk:
    """Two who translate and check every language, and one sentence drafted in four."""

    unit: Unit
    translator: Person
    checker: Person

    def latest(self, language: str) -> Text:
        return Text.objects.get(unit=self.unit, language=language, is_latest=True)

    def standing(self, language: str) -> Text:
        return Text.objects.get(unit=self.unit, language=language, is_standing=True)


def name_for_all(person: Person) -> None:
    """The person translates and checks every resident language."""
    languages = Language.objects.filter(is_resident=True)
    Competence.objects.bulk_create(
        [Competence(person=person, language=language, translates=True, checks=True) for language in languages]
    )


@pytest.fixture
def desk(cast: Cast) -> Desk:
    load_languages()
    translator = make_person("translator", "訳 文", ("translator", cast.headquarters))
    checker = make_person("checker", "照合 真", ("translator", cast.headquarters))
    for person in (translator, checker):
        name_for_all(person)
    loaded = load_units([UnitSeed(KEY, "地震がありました", DRAFTS)], by=SEEDER, provenance="下書き")
    return Desk(loaded.units[KEY], translator, checker)
