"""The style sheets and catalogues themselves."""

import re
from pathlib import Path

import polib
import pytest

from kakehashi.foundation.translation.messages import messages_in

UI = Path(__file__).resolve().parents[3] / "kakehashi" / "foundation" / "ui"
SHEETS = sorted((UI / "static" / "ui" / "css").glob("*.css"))
PHYSICAL = re.compile(
    r"\b(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?:^|[\s;{])(?:left|right|top|bottom|width|height|min-width|max-width|min-height|max-height)\s*:"
    r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_only_logical_properties(sheet: Path) -> None:
    lines = [line for line in sheet.read_text().splitlines() if not line.startswith("@media")]

    assert [line for line in lines if PHYSICAL.search(line)] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_is_fetched_from_elsewhere(sheet: Path) -> None:
    assert re.findall(r"url\(|@import|//", sheet.read_text()) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_words_in_style_sheets(sheet: Path) -> None:
    assert set(re.findall(r'(?<![-\w])content:\s*("[^"]*")', sheet.read_text())) <= {'""'}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_catalogue_is_complete(language: str) -> None:
    catalogue = polib.pofile(str(UI / "locale" / language / "LC_MESSAGES" / "django.po"))

    done = {entry.msgid for entry in catalogue if entry.translated()}
    assert done == {message.text for message in messages_in(UI)}


def test_errors_are_said_kindly() -> None:
    catalogue = polib.pofile(str(UI / "locale" / "ja" / "LC_MESSAGES" / "django.po"))

    assert [entry.msgid for entry in catalogue if "不正な" in str(entry)] == []
    assert catalogue.percent_translated() == 100
