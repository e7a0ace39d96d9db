"""Texts that are language and texts that are only sounds."""

import json
import lzma
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.foundation.translation.checks.reading import Candidate, Severity, Usage
from kakehashi.foundation.translation.checks.running import check
from kakehashi.foundation.translation.checks.vocabulary import DATA, WordList, share_known, vocabulary
from kakehashi.foundation.translation.checks.words import attested_in
from kakehashi.foundation.translation.choices import TermRule

TEXTS: dict[str, dict[str, list[str]]] = json.loads((Path(__file__).parent / "texts.json").read_text(encoding="utf-8"))
GOOD = [(language, text) for language, texts in TEXTS["good"].items() for text in texts]
NONSENSE = [(language, text) for language, texts in TEXTS["nonsense"].items() for text in texts]
PHRASES = Path(__file__).parents[5] / "shared" / "data" / "disaster" / "phrases"
FRENCH = {
    "Je suis enceinte",
    "Je veux prier",
    "Couverture",
    "Couches",
    "J’ai d’autres problèmes",
    "lait en poudre",
    "Autres besoins",
}
CARDS = {
    "es-ES": "es",
    "id-ID": "id",
    "ko-KR": "ko",
    "my-MM": "my",
    "ne-NP": "ne",
    "pt-PT": "pt",
    "ru-RU": "ru",
    "th-TH": "th",
    "tl-PH": "fil",
    "vi-VN": "vi",
    "zh-CN": "zh-Hans",
    "zh-TW": "zh-Hant",
}


def errors(candidate: Candidate) -> set[str]:
    return {finding.check for finding in check(candidate) if finding.severity == Severity.ERROR}


@pytest.mark.parametrize(("language", "text"), GOOD)
def test_a_good_sentence_passes_every_check(language: str, text: str) -> None:
    assert check(Candidate("", text, language)) == []


@pytest.mark.parametrize(("language", "text"), NONSENSE)
def test_nonsense_in_the_letters_of_the_language_is_found(language: str, text: str) -> None:
    assert errors(Candidate("", text, language)) == {"words"}


@pytest.mark.parametrize("language", [language for language in TEXTS["good"] if language not in {"en", "fil"}])
def test_english_left_in_place_is_found(language: str) -> None:
    assert errors(Candidate("", "Please evacuate immediately. There is an emergency shelter nearby.", language)) & {
        "words",
        "scripts",
    }


def test_the_unknown_words_are_named_and_placed() -> None:
    text = "Allez au Ivordlikto, chachmai!"

    (finding,) = check(Candidate("", text, "fr"))

    assert finding.message == (
        "この言語の言葉と分かる部分が28%しかありません。知られていない言葉：Ivordlikto、chachmai"
    )
    assert text[finding.start : finding.end] == "Ivordlikto, chachmai"


def test_what_the_glossary_keeps_need_not_be_a_word() -> None:
    body = "Hinanjo, yoshin"

    assert errors(Candidate("", body, "fr")) == {"words"}
    assert (
        errors(Candidate("", body, "fr", terms=[Usage("Hinanjo", TermRule.KEEP), Usage("yoshin", TermRule.KEEP)]))
        == set()
    )


@pytest.mark.parametrize(
    ("language", "body", "signed"),
    [
        ("fr", "Tatamis", "Ne marchez pas sur les tatamis."),
        ("ar", "تاتامي", "لا تمش على تاتامي."),
        ("th", "ยาที่กินทุกวัน", "ยาที่กินทุกวัน 2"),
        ("ja-x-yasashi", "逃《に》げて 来《き》た 人《ひと》", "逃《に》げて 来《き》た 人《ひと》に"),
    ],
)
def test_words_of_checked_texts_are_known(language: str, body: str, signed: str) -> None:
    assert errors(Candidate("", body, language)) == {"words"}
    assert errors(Candidate("", body, language, attested=lambda: attested_in([signed], language))) == set()


def test_one_rare_word_among_known_ones_is_for_a_person_to_look_at() -> None:
    among, two, alone = "Il est sur le tatamidatamidatami", "Il est sur tatamidatami ikanoit", "Tatamidatami"

    found = [[finding.severity for finding in check(Candidate("", body, "fr"))] for body in (among, two, alone)]

    assert found == [[Severity.WARNING], [Severity.ERROR], [Severity.ERROR]]


def test_the_words_of_checked_texts_are_asked_for_only_where_the_list_falls_short() -> None:
    def never() -> set[str]:
        raise AssertionError

    assert check(Candidate("", "Il y a un séisme.", "fr", attested=never)) == []


def test_abbreviations_and_slots_are_no_words() -> None:
    assert errors(Candidate("", "{place}: NHK, SNS, AED", "fr")) == set()
    assert share_known("NHK AED", "fr") == share_known("", "fr")


def test_a_short_text_without_spaces_may_be_one_rare_word() -> None:
    assert check(Candidate("", "鲣鱼干", "zh-Hans")) == []


def test_german_words_are_written_as_one_and_korean_ones_end_in_particles() -> None:
    german = share_known("Trinkwasserversorgung Erdbebenwarnung", "de")
    korean = share_known("대피소에서", "ko")

    assert german is not None and german.part == 1
    assert korean is not None and korean.part == 1


@pytest.mark.parametrize(
    ("language", "stem", "written"),
    [
        ("ne", "ज्वालामुखी", "ज्वालामुखीको"),
        ("bn", "আগ্নেয়গিরি", "আগ্নেয়গিরিতে"),
        ("ar", "مدرسة", "والمدرسة"),
        ("fa", "برنامه", "برنامه\u200cریزی\u200cشده"),
    ],
)
def test_what_a_language_writes_onto_a_word_leaves_it_known(language: str, stem: str, written: str) -> None:
    alone, joined = share_known(stem, language), share_known(written, language)

    assert alone is not None and alone.part == 1
    assert joined is not None and joined.part == 1


def test_a_language_without_a_list_is_not_judged_by_words() -> None:
    assert vocabulary("tr") is None
    assert check(Candidate("", "Xyzzy plugh", "tr")) == []


def test_every_list_is_sorted_without_doubles_and_small() -> None:
    paths = sorted(DATA.glob("*.txt.xz"))

    assert sum(path.stat().st_size for path in paths) < 4_000_000
    assert {path.name.partition(".")[0] for path in paths} == {*TEXTS["good"], "han"} - {"ja-x-yasashi"}
    for path in (path for path in paths if path.name != "han.txt.xz"):
        lines = lzma.decompress(path.read_bytes()).split(b"\n")
        assert lines == sorted(set(lines))
        assert all(lines)


@settings(deadline=None)  # a busy machine is not a fault
@given(st.sets(st.text(alphabet="abé避", min_size=1, max_size=3)), st.text(alphabet="abé避", max_size=3))
def test_a_word_is_in_a_list_when_it_is_one_of_its_lines(words: set[str], word: str) -> None:
    lines = WordList("\n".join(sorted(words)).encode())

    assert (word in lines) == (word in words)
    assert all(each in lines for each in words)


@pytest.mark.shared
@pytest.mark.skipif(not PHRASES.exists(), reason="the reference folder is not here")
def test_the_bad_french_that_was_once_published_is_found() -> None:
    """26 strings of an application, of which 7 are French."""
    items = json.loads((PHRASES / "bad_translation_fixture_fr.json").read_text(encoding="utf-8"))["items"]
    strings = [item["fr-FR"] for section in items.values() for item in section.values()]

    passed = {string for string in strings if not errors(Candidate("", string, "fr"))}

    assert passed == FRENCH
    assert len(strings) - len(passed) == 19


@pytest.mark.shared
@pytest.mark.skipif(not PHRASES.exists(), reason="the reference folder is not here")
def test_help_cards_in_twelve_languages_pass_in_almost_all() -> None:
    """Nobody has checked these cards; that is why not all pass. Those found are looked at in the data's SOURCES."""
    cards = json.loads((PHRASES / "shelter_help_cards_14lang_unverified.json").read_text(encoding="utf-8"))
    texts = [
        (item["en-US"], item[theirs], ours)
        for section in ("question", "help", "need", "button", "note")
        for item in _items(cards[section])
        for theirs, ours in CARDS.items()
    ]

    found = [
        (language, text)
        for source, text, language in texts
        if errors(Candidate(source, text, language, source_language="en"))
    ]

    assert len(texts) == 408
    assert {("ru", "I would like to breastfeed/bottle feed my baby"), ("fil", "Diaper")} <= set(found)
    assert len(found) <= 9


def _items(node: Any) -> list[dict[str, str]]:
    if not isinstance(node, dict):
        return []
    if "en-US" in node:
        return [node]
    return [item for child in node.values() for item in _items(child)]
