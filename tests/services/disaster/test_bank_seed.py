"""The bank as it is loaded, and what a search of it compares."""

import pytest

from kakehashi.foundation.translation.choices import State
from kakehashi.foundation.translation.models import Text
from kakehashi.foundation.translation.seed import load_languages
from kakehashi.services.disaster.models import Choice, Sentence, Slot
from kakehashi.services.disaster.queries.bank import Sought, find_sentences
from kakehashi.services.disaster.seed.bank import PROVENANCE, load_bank

pytestmark = pytest.mark.django_db


def test_the_bank_is_loaded_once_and_its_texts_are_drafts_of_a_machine() -> None:
    load_languages()

    first, again = load_bank(), load_bank()

    assert first[0] == again[0] == Sentence.objects.count() == 153
    assert first[1] > again[1] == 0
    assert set(Text.objects.values_list("state", "provenance").distinct()) == {(State.MACHINE, PROVENANCE)}
    assert not Choice.objects.filter(unit__texts=None).exists()


def test_a_slot_the_files_no_longer_have_goes() -> None:
    load_languages()
    load_bank()
    Slot.objects.create(
        sentence=Sentence.objects.get(code="QK-01"), name="odd", kind="date", label_ja="x", label_en="x"
    )

    load_bank()

    assert not Slot.objects.filter(name="odd").exists()


@pytest.mark.parametrize("words", ["みず", "ミズ", "水", "WATER", "Ｗａｔｅｒ"])
def test_sentences_are_compared_folded_in_every_language(words: str) -> None:
    load_languages()
    load_bank()

    assert find_sentences(Sought(words, category="WT")).exists()


def test_a_sentence_is_found_by_what_it_says_now() -> None:
    load_languages()
    load_bank()
    text = Text.objects.get(unit__key="disaster.sentence.WT-02", language="en")

    text.body = "Xylophone at {site}"
    text.save()

    assert [one.code for one in find_sentences(Sought("xylophone"))] == ["WT-02"]
