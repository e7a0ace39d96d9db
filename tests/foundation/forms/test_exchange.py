import io
import zipfile

import pytest
from django.utils import translation

from kakehashi.foundation.forms.exchange import to_xlsx
from kakehashi.foundation.forms.returning import from_xlsx
from kakehashi.foundation.forms.spreadsheets import SpreadsheetError, read_sheets
from tests.cast import Cast
from tests.foundation.forms.samples import COMPLETE, make_version

ANSWERS = {
    **COMPLETE,
    "wish": "=1+1\n二行目\t_x0041_",
    "items": ["fair"],
    "published": False,
    "country": "FR",
    "email": "a@example.jp",
    "phone": "+33 1 40 00 00 00",
    "site": "https://example.jp/",
    "ends": "2012-07-11",
    "days": 3,
    "people": 2.5,
    "party": [{"name": "@姫野 0123", "head": True}, {"name": "白川", "head": False}],
    "budget": [{"what": "0012", "amount": 1_200_000}],
    "total": 1_200_000,
    "cap": 0,
    "title": "007",
}


def test_answers_come_back_without_loss(cast: Cast) -> None:
    version = make_version()

    back = from_xlsx(to_xlsx(version, ANSWERS))

    assert (back.version, back.problems) == (version, {})
    assert back.answers == ANSWERS


def test_answers_come_back_from_an_english_file_too(cast: Cast) -> None:
    version = make_version()
    with translation.override("en"):
        content = to_xlsx(version, ANSWERS)

        back = from_xlsx(content)

    assert back.answers == ANSWERS


def test_what_is_not_understood_comes_back_as_typed(cast: Cast) -> None:
    back = from_xlsx(to_xlsx(make_version(), {"starts": "来年の春", "people": "十人", "purpose": "なし"}))

    assert back.answers == {"starts": "来年の春", "people": "十人", "purpose": "なし", "days": None, "total": 0}
    assert set(back.problems) == {"starts", "people", "purpose"}


def test_an_empty_sheet_gives_no_answers(cast: Cast) -> None:
    back = from_xlsx(to_xlsx(make_version()))

    assert (back.answers, back.problems) == ({"days": None, "total": 0}, {})


def test_nothing_typed_is_a_formula(cast: Cast) -> None:
    with zipfile.ZipFile(io.BytesIO(to_xlsx(make_version(), ANSWERS))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]

    assert sum(sheet.count(b"<f>") for sheet in sheets) == 0


def test_other_files_are_refused_in_words(cast: Cast) -> None:
    version = make_version()
    content = to_xlsx(version)
    version.questions.all().delete()
    version.delete()

    with pytest.raises(SpreadsheetError, match="この質問票のExcel"):
        from_xlsx(content)


def test_labels_are_for_people(cast: Cast) -> None:
    rows = next(iter(read_sheets(to_xlsx(make_version(), ANSWERS)).values()))

    assert rows[4][1:4] == ["目的 ※必須", "表敬訪問", ""]
    assert rows[7][1:3] == ["ほしい支援: 物産展", "○"]


def test_an_english_file_is_read_on_a_japanese_screen(cast: Cast) -> None:
    with translation.override("en"):
        content = to_xlsx(make_version(), {"purpose": "visit", "published": True})

    assert {**from_xlsx(content).answers, "days": 0, "total": 0} == {
        "purpose": "visit",
        "published": True,
        "days": 0,
        "total": 0,
    }
