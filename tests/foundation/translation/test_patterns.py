import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.foundation.translation.patterns import PatternError, parse

PEOPLE = "{count, plural, one{# person} other{# people}} in {place}."


def test_slots_are_the_names_in_braces_wherever_they_stand() -> None:
    assert parse("Go to { place } by {time}.\n{n, plural, one{# at {door}} other{#}}").slots == {
        "place",
        "time",
        "n",
        "door",
    }
    assert parse("Call #7119.").slots == frozenset()


def test_filling_writes_numbers_as_the_language_does() -> None:
    assert parse(PEOPLE).fill({"count": 1, "place": "Sapporo"}, "en") == "1 person in Sapporo."
    assert parse(PEOPLE).fill({"count": 1200, "place": "Sapporo"}, "en") == "1,200 people in Sapporo."
    assert parse("{n} km").fill({"n": 1200}, "de") == "1.200 km"
    assert parse("{n}").fill({"n": 1200}, "ne") == "1,200"


RUSSIAN = "{n, plural, one{# человек} few{# человека} many{# человек} other{# человека}}"
ARABIC = "{n, plural, zero{لا أحد} one{شخص} two{شخصان} few{# أشخاص} many{# شخصًا} other{# شخص}}"


@pytest.mark.parametrize(
    ("text", "language", "count", "said"),
    [
        (RUSSIAN, "ru", 1, "1 человек"),
        (RUSSIAN, "ru", 22, "22 человека"),
        (RUSSIAN, "ru", 11, "11 человек"),
        (ARABIC, "ar", 0, "لا أحد"),
        (ARABIC, "ar", 2, "شخصان"),
        (ARABIC, "ar", 3, "\u20683\u2069 أشخاص"),
        (ARABIC, "ar", 100, "\u2068100\u2069 شخص"),
        ("{n, plural, other{# 人}}", "ja-x-yasashi", 1, "1 人"),
        ("{n, plural, one{# pessoa} other{# pessoas}}", "pt", 0, "0 pessoa"),
    ],
)
def test_plurals_follow_the_language(text: str, language: str, count: int, said: str) -> None:
    assert parse(text).fill({"n": count}, language) == said


def test_a_form_the_text_does_not_give_is_other() -> None:
    assert parse("{n, plural, other{# дней}}").fill({"n": 2}, "ru") == "2 дней"


def test_a_preview_without_a_number_takes_other() -> None:
    assert parse(PEOPLE).fill({"count": "○", "place": "○"}, "en") == "○ people in ○."


def test_what_is_filled_in_is_isolated_in_languages_from_right_to_left() -> None:
    assert parse("{place}!").fill({"place": "Tokyo"}, "fa") == "\u2068Tokyo\u2069!"


def test_a_missing_value_is_named() -> None:
    with pytest.raises(KeyError, match="place"):
        parse("{place}").fill({}, "en")


def test_a_hash_means_the_number_only_within_a_plural() -> None:
    assert parse("#7119 {n, plural, other{#人}} #").fill({"n": 3}, "ja") == "#7119 3人 #"


def test_space_within_a_branch_is_said_and_between_branches_is_not() -> None:
    assert parse("{ n , plural , one { a } other { b } }!").fill({"n": 1}, "en") == " a !"


def test_prose_keeps_every_word_at_its_place() -> None:
    text = "At {time}: {n, plural, one {# person } other {people of {place}}}."

    prose = parse(text).prose

    assert len(prose) == len(text)
    assert prose.split() == ["At", ":", "person", "people", "of", "."]
    assert all(sign in (" ", text[index]) for index, sign in enumerate(prose))


@pytest.mark.parametrize(
    ("text", "position", "sentence"),
    [
        ("a {place", 2, "「{」に対応する「}」がありません。"),
        ("a place}", 7, "「}」に対応する「{」がありません。"),
        ("{}", 1, "「{」のあとには、差し込む項目の名前を半角の英小文字で書いてください。"),
        ("{場所}", 1, "「{」のあとには、差し込む項目の名前を半角の英小文字で書いてください。"),
        ("{the place}", 5, "項目の名前には、半角の英小文字・数字・「_」だけを使えます。"),
        ("{n, select, other{a}}", 4, "「,」のあとに書けるのは「plural」だけです。"),
        ("{n, plural}", 10, "「plural」のあとに「,」と形（one、otherなど）を書いてください。"),
        ("{n, plural, One{a} other{b}}", 12, "複数形の形は、zero、one、two、few、many、otherのどれかです。"),
        ("{n, plural, some{a} other{b}}", 12, "複数形の形は、zero、one、two、few、many、otherのどれかです。"),
        ("{n, plural, one a}", 16, "形「one」のあとに「{」を書いてください。"),
        ("{n, plural, one{a} one{b} other{c}}", 19, "同じ形「one」が2回あります。"),
        ("{n, plural, one{a}}", 0, "複数形には、必ず「other{…}」を書いてください。"),
        ("{n, plural, other{a", 17, "「{」に対応する「}」がありません。"),
        ("{n, plural, other{a}", 0, "「{」に対応する「}」がありません。"),
        ("{n, plural, other{{m, plural, other{a}}}}", 18, "複数形の中に、別の複数形は書けません。"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, position: int, sentence: str) -> None:
    with pytest.raises(PatternError) as caught:
        parse(text)

    assert (caught.value.position, caught.value.sentence) == (position, sentence)


def test_a_mistake_is_told_in_the_language_of_the_reader() -> None:
    with translation.override("en"), pytest.raises(PatternError) as caught:
        parse("{n, plural, one{a}}")

    assert caught.value.sentence == "A plural must always have “other{…}”."


@settings(deadline=None)  # a busy machine is not a fault
@given(st.text(alphabet="{}#, anplurothe\n避", max_size=40))
def test_any_text_is_read_or_refused_at_a_place_within_it(text: str) -> None:
    try:
        pattern = parse(text)
    except PatternError as error:
        assert 0 <= error.position <= len(text)
    else:
        assert len(pattern.prose) == len(text)
        assert "{" not in pattern.prose and "}" not in pattern.prose
