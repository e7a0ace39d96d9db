"""The bank as it is loaded, and what a search of it compares."""

import re

import pytest

from kakehashi.foundation.translation.choices import State
from kakehashi.foundation.translation.models import Text
from kakehashi.services.disaster.models import Choice, Sentence, Slot
from kakehashi.services.disaster.queries.bank import Sought, find_sentences
from kakehashi.services.disaster.queries.snapshot import snapshot
from kakehashi.services.disaster.seed.bank import PROVENANCE, load_bank
from tests.services.disaster import sheet_stories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
standing = sheet_stories.standing  # loaded once
_OTHER_LETTERS = {"ar", "bn", "fa", "hi", "km", "ko", "mn", "my", "ne", "ru", "th", "zh-Hans", "zh-Hant"}


def test_the_bank_is_loaded_once_and_its_texts_are_drafts_of_a_machine() -> None:
    sentences, texts_written = load_bank()

    assert sentences == Sentence.objects.count() == 153
    assert texts_written == 0
    assert set(Text.objects.values_list("state", "provenance").distinct()) == {(State.MACHINE, PROVENANCE)}
    assert not Choice.objects.filter(unit__texts=None).exists()


def test_every_blank_has_its_label_in_every_language() -> None:
    parts = {part.code: part for shelf in snapshot().phrases for part in shelf.phrases}

    foreign = {
        f"{code} {language}: {line}"
        for code, part in parts.items()
        for language in _OTHER_LETTERS
        for line in part.texts[language].lines
        if re.search(r"__ \([A-Za-z]|＿＿（[A-Za-z]", line)
    }

    assert foreign == set()
    assert parts["QK-02"].texts["vi"].lines[1] == "Thời gian cần đề phòng: ____ (Khoảng thời gian)"
    assert parts["SH-01"].texts["de"].lines[0] == "Die Notunterkunft ist geöffnet: ____ (Ort)"
    assert parts["SH-01"].texts["ja"].lines[1] == "住所: ＿＿（住所）"


def test_a_slot_the_files_no_longer_have_goes() -> None:
    Slot.objects.create(
        sentence=Sentence.objects.get(code="QK-01"), name="odd", kind="date", label_ja="x", label_en="x"
    )

    load_bank()

    assert not Slot.objects.filter(name="odd").exists()


@pytest.mark.parametrize("words", ["みず", "ミズ", "水", "WATER", "Ｗａｔｅｒ"])
def test_sentences_are_compared_folded_in_every_language(words: str) -> None:
    assert find_sentences(Sought(words, category="WT")).exists()


def test_a_sentence_is_found_by_what_it_says_now() -> None:
    text = Text.objects.get(unit__key="disaster.sentence.WT-02", language="en")

    text.body = "Xylophone at {site}"
    text.save()

    assert [one.code for one in find_sentences(Sought("xylophone"))] == ["WT-02"]
