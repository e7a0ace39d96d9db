import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.foundation.search import tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("東京都", ["東京", "京都", "都"]),
        ("東京。都", ["東京", "京", "都"]),
        ("ＡＢ１", ["ab", "b1", "1"]),
        ("檮原町", ["梼原", "原町", "町"]),
        ("きょう", ["きょ", "ょう", "う"]),
        ("ｶﾞｽ", ["ガス", "ス"]),
        ("ภูมิ", ["ภู", "ูม", "มิ", "ิ"]),  # vowel signs stay inside the word
        ("भूकम्प", ["भू", "ूक", "कम", "म्", "्प", "प"]),
        ("မြန်", ["မြ", "ြန", "န်", "်"]),
        ("زلزال", ["زل", "لز", "زا", "ال", "ل"]),
        ("𠮷野家", ["𠮷野", "野家", "家"]),
        ("・!?", []),
        ("", []),
    ],
)
def test_grams_are_neighbours_in_unbroken_runs(text: str, expected: list[str]) -> None:
    assert list(tokens.grams(tokens.fold(text))) == expected


@given(st.text(max_size=60))
def test_one_token_for_each_letter(text: str) -> None:
    folded = tokens.fold(text)

    grams = list(tokens.grams(folded))

    assert "".join(gram[0] for gram in grams) == "".join(tokens.runs(folded))
    assert all(" " not in gram and '"' not in gram and "'" not in gram for gram in grams)


@given(st.text(max_size=60), st.data())
def test_every_part_of_a_run_is_asked_for_by_grams_it_has(text: str, data: st.DataObject) -> None:
    run = max(tokens.runs(tokens.fold(text)), key=len, default="")
    start = data.draw(st.integers(0, max(0, len(run) - 2)))
    part = run[start : start + 4]

    asked = tokens.asked_grams(part) if len(part) > 1 else []

    assert set(asked) <= set(tokens.grams(run))


def test_clean_drops_what_databases_refuse() -> None:
    assert tokens.clean("a\x00b\ud800c") == "a b c"


def test_words_are_normalised_with_their_readings() -> None:
    found = [(w.form, w.reading, w.is_compound) for w in tokens.words("兵庫県で引越し")]

    assert found == [
        ("兵庫県", "ひようごけん", True),
        ("兵庫", "ひようご", False),
        ("県", "けん", False),
        ("引っ越し", "ひつこし", False),
    ]


def test_words_leave_out_grammar_and_survive_long_text() -> None:
    assert [w.form for w in tokens.words("何処へは、")] == ["何処"]
    assert len({w.form for w in tokens.words("観光" * 30_000)}) >= 1


def test_each_thread_has_its_own_tokeniser() -> None:
    found: list[list[str]] = []

    def work() -> None:
        found.append([w.form for _ in range(50) for w in tokens.words("姉妹都市の提携")])

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [found[0]] * 6
