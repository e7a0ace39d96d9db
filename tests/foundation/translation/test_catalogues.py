import os
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from kakehashi.foundation.translation import catalogues, interface


def app(root: Path, *sentences: str) -> Path:
    """A directory with these sentences in its code."""
    root.mkdir(exist_ok=True)
    lines = [f"_({sentence!r})" for sentence in sentences]
    (root / "texts.py").write_text("\n".join(["from django.utils.translation import gettext as _", *lines]))
    return root


def translate(directory: Path, **english: str) -> None:
    catalogue = catalogues.read(catalogues.english_of(directory))
    for entry in catalogue:
        entry.msgstr = english.get(entry.msgid, entry.msgstr)
    catalogue.save(str(catalogues.english_of(directory)))


def test_update_adds_what_is_new_and_drops_what_is_gone(tmp_path: Path) -> None:
    directory = app(tmp_path, "一", "二")
    catalogues.update(directory)
    translate(directory, 一="one", 二="two")
    app(tmp_path, "二", "三")

    changed = catalogues.update(directory)

    assert changed
    assert [(entry.msgid, entry.msgstr) for entry in catalogues.read(catalogues.english_of(directory))] == [
        ("二", "two"),
        ("三", ""),
    ]


def test_update_without_news_leaves_the_file_alone(tmp_path: Path) -> None:
    directory = app(tmp_path, "一")
    catalogues.update(directory)

    assert not catalogues.update(directory)


def test_update_makes_no_catalogue_without_sentences(tmp_path: Path) -> None:
    assert not catalogues.update(app(tmp_path))
    assert not catalogues.english_of(tmp_path).exists()


def test_faults_name_missing_unused_and_differing_sentences(tmp_path: Path) -> None:
    first, second = app(tmp_path / "a", "一", "旧", "空"), app(tmp_path / "b", "一")
    for directory in (first, second):
        catalogues.update(directory)
    translate(first, 一="one", 旧="old")
    translate(second, 一="1")
    app(first, "一", "空", "新")

    faults = catalogues.faults({"a": first, "b": second})

    assert faults == [
        "a: missing: 新",
        "a: missing: 空",
        "a: unused: 旧",
        "b: differs from a: 一: 1 / one",
    ]


def test_fuzzy_entry_counts_as_missing(tmp_path: Path) -> None:
    directory = app(tmp_path, "一")
    catalogues.update(directory)
    catalogue = catalogues.read(catalogues.english_of(directory))
    catalogue[0].msgstr, catalogue[0].flags = "one", ["fuzzy"]
    catalogue.save(str(catalogues.english_of(directory)))

    assert catalogues.faults({"a": directory}) == ["a: missing: 一"]


def test_compile_writes_only_what_is_newer(tmp_path: Path) -> None:
    directory = app(tmp_path, "一")
    catalogues.update(directory)
    translate(directory, 一="one")
    compiled = catalogues.english_of(directory).with_suffix(".mo")

    counts = [catalogues.compile_all(tmp_path), catalogues.compile_all(tmp_path)]
    os.utime(compiled, (1, 1))
    counts.append(catalogues.compile_all(tmp_path))

    assert counts == [1, 0, 1]
    assert [(entry.msgid, entry.msgstr) for entry in polib.mofile(str(compiled))] == [("一", "one")]


def test_unknown_app_is_refused() -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("extract_messages", "nowhere")


def test_every_sentence_of_the_interface_has_english() -> None:
    assert catalogues.faults(catalogues.own_apps([])) == []


def test_the_board_counts_sentences_of_many_lines_and_no_words_of_japanese_for_japanese() -> None:
    counted = interface.interface_coverage()

    assert counted["en"].parts == counted["ja"].parts
    assert (counted["en"].parts["missing"], counted["en"].parts["translated"]) == (0, counted["en"].total)
    assert counted["ar"].parts["missing"] > 0
