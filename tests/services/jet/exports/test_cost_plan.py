import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

import pytest
from django.utils.translation import override

from kakehashi.foundation.forms.spreadsheets import Sheets, read_sheets
from kakehashi.services.jet.exports.cost_plan import cost_plan_xlsx
from kakehashi.services.jet.money.costing import Engagement
from kakehashi.services.jet.money.planning import Plan, plan, successors
from kakehashi.services.jet.money.rates import RateTable
from kakehashi.services.jet.money.shipped import shipped
from kakehashi.services.jet.terms.arrival import Arrival
from tests.services.jet.money.tables import invented

DAY = dt.date(2013, 4, 1)
ALT = Engagement("Jane Doe", Arrival(dt.date(2013, 8, 4)), 3, "ALT", "US")
HOSTILE = '=HYPERLINK("http://x")'


def made(table: RateTable, *engagements: Engagement, years: int = 2) -> Plan:
    return plan(engagements, table, organisation_kind="municipality", first_year=2013, years=years)


def workbook(table: RateTable, *engagements: Engagement, years: int = 2) -> bytes:
    found = made(table, *engagements, years=years)
    return cost_plan_xlsx(found, table, organisation="姫路市", made_on=DAY, countries={"US": "アメリカ合衆国"})


def rows(sheets: Sheets, name: str) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in sheets[name] if row and row[0]}


def test_the_overview_shows_every_item_and_the_sums() -> None:
    """ALT 2 of the city reckoned by hand: see ``tests/services/jet/money/test_city.py``."""
    found = rows(read_sheets(workbook(invented(), ALT)), "見通し")

    assert {name: found[name] for name in list(found)[2:]} == {
        "すべての項目の額が設定されています。": ["", "", ""],
        "項目": ["平成25年度", "平成26年度", "計"],
        "参加者の数(年度の途中の来日・離任を含む)": ["1", "1", ""],
        "報酬": ["2203871", "3517420", "5721291"],
        "報酬にかかる税の負担": ["0", "0", "0"],
        "社会保険料の事業主負担": ["314839", "503613", "818452"],
        "住居の支援": ["157420", "240000", "397420"],
        "会費": ["130000", "130000", "260000"],
        "傷害保険": ["5000", "6000", "11000"],
        "研修": ["40000", "40000", "80000"],
        "来日旅費": ["160000", "0", "160000"],
        "来日直後オリエンテーション": ["25000", "0", "25000"],
        "帰国旅費": ["0", "0", "0"],
        "総額": ["3036130", "4437033", "7473163"],
        "地方交付税の措置": ["3090631", "4720000", "7810631"],
        "差引き(団体の負担)": ["-54501", "-282967", "-337468"],
    }


def test_what_is_not_set_is_said_and_never_0() -> None:
    sheets = read_sheets(workbook(shipped(), ALT))
    found = rows(sheets, "見通し")

    assert found["会費"] == ["未設定", "未設定", "未設定"]
    assert found["総額"] == ["2203871", "3517420", "5721291"]
    assert found["差引き(団体の負担)"] == ["未設定", "未設定", "未設定"]
    assert next(name for name in found if name.startswith("≥")) == (
        "≥ の付いた額は「少なくともこの額」です。未設定の額がある項目: 社会保険料の事業主負担、住居の支援、会費、"
        "傷害保険、研修、来日旅費、来日直後オリエンテーション、地方交付税の措置"
    )
    assert rows(sheets, "単価表")["会費"][5] == "未設定"


def test_people_and_amounts_stand_each_on_a_sheet() -> None:
    after = successors(ALT, until=dt.date(2017, 3, 31), count=1, names=["次の人"])
    sheets = read_sheets(workbook(invented(), ALT, *after, years=4))

    assert list(sheets) == ["見通し", "一人ずつ", "すべての額", "単価表"]
    assert [row[:6] for row in sheets["一人ずつ"][1:]] == [
        ["Jane Doe", "ALT", "アメリカ合衆国", "参加者", "2013-08-05", "2016-08-04"],
        ["次の人", "ALT", "アメリカ合衆国", "希望", "2016-08-05", "2017-08-04"],
    ]
    assert sheets["すべての額"][1] == ["Jane Doe", "平成25年度", "報酬", "2203871", "額がわかる"]
    assert sheets["単価表"][0][0].startswith("1か月に満たない分は")


def test_no_text_becomes_a_formula() -> None:
    content = workbook(invented(), replace(ALT, name=HOSTILE, position=HOSTILE, country=HOSTILE))

    formulas = [formula for sheet in _sheets(content) for formula in re.findall(r"<f>(.*?)</f>", sheet)]
    assert len(formulas) == 18  # 11 items and the measure, gross and net thrice, a person
    assert [one for one in formulas if not re.fullmatch(r"SUM\([A-Z]+\d+:[A-Z]+\d+\)|[A-Z]+\d+-[A-Z]+\d+", one)] == []
    assert read_sheets(content)["一人ずつ"][1][:3] == [HOSTILE, HOSTILE, HOSTILE]


@pytest.mark.parametrize("table", [invented(), shipped()], ids=["all known", "as shipped"])
def test_formulas_give_what_the_plan_says(table: RateTable) -> None:
    """Each formula, reckoned from the cells it names, is the figure stored beside it."""
    after = successors(ALT, until=dt.date(2018, 3, 31), count=3)
    checked = 0
    for sheet in _sheets(workbook(table, ALT, *after, years=5)):
        cells = re.findall(r'<c r="([A-Z]+)(\d+)"[^>]*?(?: t="(\w+)")?>(?:<f>(.*?)</f>)?<v>(.*?)</v>', sheet)
        values = {(column, int(row)): 0 if kind else int(value) for column, row, kind, _formula, value in cells}
        for column, row, _kind, formula, value in cells:
            if formula:
                assert (column, row, _reckon(formula, values)) == (column, row, int(value))
                checked += 1

    assert checked >= 10


def _reckon(formula: str, values: dict[tuple[str, int], int]) -> int:
    (first, top), (last, bottom) = [(column, int(row)) for column, row in re.findall(r"([A-Z]+)(\d+)", formula)]
    if not formula.startswith("SUM"):
        return values[first, top] - values[last, bottom]
    inside = range(top, bottom + 1)
    return sum(value for (column, row), value in values.items() if first <= column <= last and row in inside)


def test_an_empty_plan_is_a_workbook_too() -> None:
    found = rows(read_sheets(workbook(shipped())), "見通し")

    assert found["総額"] == ["0", "0", "0"]


def test_it_is_in_english_too() -> None:
    with override("en"):
        sheets = read_sheets(workbook(invented(), ALT))

    assert list(sheets) == ["Plan", "Each person", "Every amount", "Rate table"]
    assert rows(sheets, "Plan")["Item"] == ["FY2013", "FY2014", "Total"]
    assert rows(sheets, "Plan")["Net (borne by the organisation)"] == ["-54501", "-282967", "-337468"]


def _sheets(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
