"""The cost plan as an Excel workbook: the sums, every person, every amount, and the rates they rest on.

Sums are formulas, so that one may try other figures. An amount that lacks a part is shown as ≥, one that nobody knows
as 未設定: as text, which sums pass over.
"""

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import xlsxwriter
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from kakehashi.foundation.documents.exports import AS_TEXT, sheet_name
from kakehashi.foundation.documents.letters import in_words
from kakehashi.kernel.clock import FiscalYear
from kakehashi.services.jet.money.amounts import Amount
from kakehashi.services.jet.money.costing import PersonCost
from kakehashi.services.jet.money.planning import Plan
from kakehashi.services.jet.money.prorating import rule_in_words
from kakehashi.services.jet.money.rates import COSTS, Kind, Rate, RateTable

_KNOWN, _LEAST = '#,##0;-#,##0;"–"', '"≥ "#,##0;"≥ "-#,##0'
_LINE = {"top": 1, "bold": True}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "bg_color": "#E8F1FE", "bottom": 1, "text_wrap": True, "valign": "vcenter"},
    "text": {"valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "known": {"num_format": _KNOWN, "valign": "top"},
    "least": {"num_format": _LEAST, "valign": "top"},
    "unset": {"align": "right", "valign": "top", "italic": True, "font_color": "#595959"},
    "sum text": _LINE,
    "sum known": _LINE | {"num_format": _KNOWN},
    "sum least": _LINE | {"num_format": _LEAST},
    "sum unset": _LINE | {"align": "right", "italic": True},
}
_Cell = tuple[int, int]


def cost_plan_xlsx(
    plan: Plan, table: RateTable, *, organisation: str, made_on: dt.date, countries: Mapping[str, str] | None = None
) -> bytes:
    """The workbook in the language that is active. `countries`: names by their codes."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, AS_TEXT | {"in_memory": True}) as book:
        writer = _Writer(book, plan, countries or {})
        writer.overview(organisation, made_on)
        writer.people()
        writer.amounts()
        writer.rates(table)
    return target.getvalue()


def _year(year: int) -> str:
    one = FiscalYear(year)
    return one.label_ja if (get_language() or "ja").startswith("ja") else one.label_en


class _Page:
    """One sheet; cells are written by what is known of them."""

    def __init__(self, book: Any, name: str, formats: Mapping[str, Any], widths: Sequence[int]) -> None:
        self.sheet, self.formats = book.add_worksheet(sheet_name(name)), formats
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)

    def head(self, row: int, words: Sequence[str]) -> None:
        for column, word in enumerate(words):
            self.sheet.write_string(row, column, word, self.formats["head"])
        self.sheet.freeze_panes(row + 1, 1)
        self.sheet.repeat_rows(row)

    def text(self, row: int, column: int, value: str, look: str = "text") -> None:
        self.sheet.write_string(row, column, value, self.formats[look])

    def day(self, row: int, column: int, value: dt.date | None) -> None:
        if value is not None:
            self.sheet.write_datetime(row, column, value, self.formats["day"])

    def amount(self, at: _Cell, amount: Amount | None, formula: str = "", *, is_sum: bool = False) -> None:
        """The yen, or our own formula for it; ``None`` and what is unknown as 未設定."""
        look = "sum " if is_sum else ""
        if amount is None or amount.is_unknown:
            self.text(*at, _("未設定"), f"{look}unset")
            return
        shown = self.formats[f"{look}known" if amount.is_complete else f"{look}least"]
        if formula:
            self.sheet.write_formula(*at, formula, shown, amount.yen)
        else:
            self.sheet.write_number(*at, amount.yen, shown)


def _sum(first: _Cell, last: _Cell) -> str:
    return f"=SUM({xl_rowcol_to_cell(*first)}:{xl_rowcol_to_cell(*last)})"


class _Writer:
    def __init__(self, book: Any, plan: Plan, countries: Mapping[str, str]) -> None:
        self.book, self.plan, self.countries = book, plan, countries
        self.formats = {name: book.add_format(look) for name, look in _LOOKS.items()}
        self.years = plan.fiscal_years

    def overview(self, organisation: str, made_on: dt.date) -> None:
        page = _Page(self.book, _("見通し"), self.formats, [34, *[16] * (len(self.years) + 1)])
        given = {"organisation": organisation}
        page.text(0, 0, _("JET参加者の費用の見通し %(organisation)s") % given, "title")
        page.text(1, 0, _("作成日 %(day)s") % {"day": in_words(made_on, get_language() or "ja")})
        page.text(2, 0, self._what_is_missing())
        page.head(4, [_("項目"), *map(_year, self.years), _("計")])
        page.text(5, 0, _("参加者の数(年度の途中の来日・離任を含む)"))
        for column, year in enumerate(self.years, 1):
            there = sum(any(of == year for of, _kind in person.cells) for person in self.plan.people)
            page.amount((5, column), Amount(there))
        for row, kind in enumerate(COSTS, 6):
            page.text(row, 0, str(kind.label))
            self._across(page, row, partial(self.plan.item, kind=kind), self.plan.item_of_all(kind))
        self._sums(page, 6 + len(COSTS))

    def _what_is_missing(self) -> str:
        if not self.plan.missing:
            return _("すべての項目の額が設定されています。")
        names = _("、").join(str(kind.label) for kind in self.plan.missing)
        return _("≥ の付いた額は「少なくともこの額」です。未設定の額がある項目: %(names)s") % {"names": names}

    def _sums(self, page: _Page, row: int) -> None:
        """Gross, measure and what is left, below the items that begin in row 6."""
        plan, all_years = self.plan, len(self.years) + 1
        page.text(row, 0, _("総額"), "sum text")
        page.text(row + 1, 0, str(Kind.MEASURE.label))
        page.text(row + 2, 0, _("差引き(団体の負担)"), "sum text")
        self._across(page, row + 1, plan.measure, plan.item_of_all(Kind.MEASURE))
        gross = [*map(plan.gross, self.years), plan.gross_of_all]
        net = [*map(plan.net, self.years), plan.net_of_all]
        for column in range(1, all_years + 1):
            page.amount((row, column), gross[column - 1], _sum((6, column), (row - 1, column)), is_sum=True)
            above, below = xl_rowcol_to_cell(row, column), xl_rowcol_to_cell(row + 1, column)
            # A gross amount of which nothing is known stands there as text.
            formula = "" if gross[column - 1].is_unknown else f"={above}-{below}"
            page.amount((row + 2, column), net[column - 1], formula, is_sum=True)

    def _across(self, page: _Page, row: int, of: Callable[[int], Amount], all_years: Amount, start: int = 1) -> None:
        for column, year in enumerate(self.years, start):
            page.amount((row, column), of(year))
        last = start + len(self.years)
        page.amount((row, last), all_years, _sum((row, start), (row, last - 1)))

    def people(self) -> None:
        page = _Page(self.book, _("一人ずつ"), self.formats, [26, 8, 16, 14, 12, 12, *[15] * (len(self.years) + 3)])
        words = [_("氏名・ポスト"), _("職種"), _("国"), pgettext("jet post", "区分"), _("はじめの日"), _("終わりの日")]
        page.head(0, [*words, *map(_year, self.years), _("総額"), str(Kind.MEASURE.label), _("差引き")])
        for row, person in enumerate(self.plan.people, 1):
            self._person(page, row, person)

    def _person(self, page: _Page, row: int, person: PersonCost) -> None:
        one, start = person.engagement, 6
        page.text(row, 0, one.name)
        page.text(row, 1, one.position)
        page.text(row, 2, self.countries.get(one.country, one.country))
        page.text(row, 3, pgettext("jet post", "希望") if one.is_wished else pgettext("jet post", "参加者"))
        first_day, last_day = one.stay or (None, None)
        page.day(row, 4, first_day)
        page.day(row, 5, last_day)
        self._across(page, row, person.gross, person.gross_of_all, start)
        last = start + len(self.years)
        page.amount((row, last + 1), person.measure_of_all)
        page.amount((row, last + 2), person.net_of_all)

    def amounts(self) -> None:
        page = _Page(self.book, _("すべての額"), self.formats, [26, 16, 34, 16, 18])
        page.head(0, [_("氏名・ポスト"), _("年度"), _("項目"), _("額(円)"), _("わかっていること")])
        row = 0
        for person in self.plan.people:
            for (year, kind), amount in sorted(person.cells.items(), key=lambda cell: _place(*cell[0])):
                row += 1
                page.text(row, 0, person.engagement.name)
                page.text(row, 1, _year(year))
                page.text(row, 2, str(kind.label))
                page.amount((row, 3), amount)
                page.text(row, 4, _known(amount))
        page.sheet.autofilter(0, 0, row, 4)

    def rates(self, table: RateTable) -> None:
        page = _Page(self.book, _("単価表"), self.formats, [34, 26, 8, 16, 14, 18, 14, 12, 12, 60])
        page.sheet.merge_range(0, 0, 0, 9, rule_in_words(), self.formats["wrapped"])
        page.sheet.set_row(0, 36)
        page.head(
            2,
            [
                _("項目"),
                _("報酬の制度"),
                _("契約年"),
                _("国"),
                _("団体の区分"),
                _("数え方"),
                _("額(円)"),
                _("いつから"),
                _("いつまで"),
                _("出典"),
            ],
        )
        is_japanese = (get_language() or "ja").startswith("ja")
        schemes = {one.code: one.name_ja if is_japanese else one.name_en for one in table.schemes}
        for row, rate in enumerate(sorted(table.rates, key=_order), 3):
            self._rate(page, row, rate, schemes)

    def _rate(self, page: _Page, row: int, rate: Rate, schemes: Mapping[str, str]) -> None:
        page.text(row, 0, str(rate.kind.label))
        page.text(row, 1, schemes.get(rate.scheme, rate.scheme), "wrapped")
        page.text(row, 2, str(rate.contract_year or ""))
        page.text(row, 3, self.countries.get(rate.country, rate.country))
        page.text(row, 4, rate.organisation_kind)
        page.text(row, 5, str(rate.basis.label))
        page.amount((row, 6), None if rate.amount is None else Amount(rate.amount))
        page.day(row, 7, rate.valid_from)
        page.day(row, 8, rate.valid_until)
        page.text(row, 9, rate.source, "wrapped")


def _place(year: int, kind: Kind) -> tuple[int, int]:
    return year, list(Kind).index(kind)


def _order(rate: Rate) -> tuple[int, str, int, str, str, dt.date]:
    place = list(Kind).index(rate.kind)
    return place, rate.scheme, rate.contract_year or 0, rate.country, rate.organisation_kind, rate.valid_from


def _known(amount: Amount) -> str:
    if amount.is_complete:
        return _("額がわかる")
    return _("未設定") if amount.is_unknown else _("一部が未設定")
