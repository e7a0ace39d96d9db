"""A question sheet as an Excel file, for people who must work in Excel; `returning` reads it back without loss.

One page for the questions, one for each table, a hidden one that says which cell belongs to which question of which
version, and carries a sealed stamp: what the file was made for. Files are not in it, nor what is too long for a cell.
"""

import datetime as dt
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from django.core import signing
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kakehashi.foundation.forms.choices import CHOSEN_KINDS, SILENT_KINDS, QuestionKind
from kakehashi.foundation.forms.models import Answers, Question, Version
from kakehashi.foundation.forms.shapes import Ask, ask_columns, ask_question

INDEX, LISTS = "_kakehashi", "_lists"
CHOSEN = "○"
EMPTY_ROWS = 30
LONGEST_CELL = 32_767
SALT = "forms.exchange"
_FIRST_DAY = dt.date(1900, 3, 1)  # the days before are another day in Excel than in the calendar
_MAIN_WIDTHS = (6, 40, 60, 50)


_Place = tuple[Worksheet, int, int]  # page, row, column


@dataclass
class _Book:
    """A workbook being written: where each question went is noted in `index`."""

    book: xlsxwriter.Workbook
    main: Worksheet
    lists: Worksheet
    formats: dict[str, Format]
    index: list[list[Any]] = field(default_factory=list)
    list_count: int = 0


def to_xlsx(
    version: Version,
    answers: Answers | None = None,
    *,
    stamp: Mapping[str, Any] | None = None,
    first: Sequence[Question] = (),
) -> bytes:
    """The questions of the version, with `answers` where there are any. Text is written as text, never as a formula.

    `stamp` comes back with the file as it was given (`Returned.stamp`): what it is for. Questions of `first` belong to
    no version, their codes begin with "_": they are asked before all others and answered in `Returned.first`.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "bg_color": "#E8F1FE", "border": 1, "text_wrap": True}),
            "label": book.add_format({"text_wrap": True, "valign": "top", "border": 1}),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top", "border": 1}),
            "number": book.add_format({"num_format": "#,##0.###", "valign": "top", "border": 1}),
        }
        pages = _Book(book, book.add_worksheet(_("回答")), book.add_worksheet(LISTS), formats)
        _write_main(pages, version, answers or {}, first)
        index = book.add_worksheet(INDEX)
        sealed = signing.Signer(salt=SALT).sign_object({"version": version.pk, **(stamp or {})})
        head: list[list[Any]] = [["version", version.pk, str(version)], ["stamp", sealed], ["main", pages.main.name]]
        for number, line in enumerate([*head, *pages.index]):
            for column, value in enumerate(line):
                index.write_string(number, column, str(value))
        index.hide()
        pages.lists.hide()
    return target.getvalue()


def _write_main(pages: _Book, version: Version, answers: Answers, first: Sequence[Question]) -> None:
    main, formats = pages.main, pages.formats
    for column, width in enumerate(_MAIN_WIDTHS):
        main.set_column(column, column, width)
    main.write_string(0, 0, str(version.question_set), formats["title"])
    main.write_string(1, 0, _("「回答」の列に入力して保存し、画面から取り込んでください。表は別のシートにあります。"))
    for column, word in enumerate([_("番号"), _("質問"), _("回答"), _("書き方の説明")]):
        main.write_string(2, column, word, formats["head"])
    main.freeze_panes(3, 0)
    row = 3
    for question in first:
        row += _write_question(pages, question, answers.get(question.code), row)
    for section, questions in version.outline:
        main.merge_range(row, 0, row, 3, section.title, formats["head"])
        row += 1
        for question in questions:
            row += _write_question(pages, question, answers.get(question.code), row)


def _write_question(pages: _Book, question: Question, value: Any, row: int) -> int:
    """The lines of one question; answers how many."""
    ask = ask_question(question)
    label = ask.label + (f" {_('※必須')}" if ask.required else "")
    if question.kind == QuestionKind.MULTIPLE:
        return _write_options(pages, ask, label, value if isinstance(value, list) else [], row)
    _write_labels(pages, row, label, ask.help)
    if question.kind == QuestionKind.TABLE and not _is_too_long(value):
        name = _write_table(pages, question, value if isinstance(value, list) else [])
        pages.main.write_string(row, 2, _("シート「%(name)s」に入力してください。") % {"name": name})
    elif question.kind == QuestionKind.FILE:
        pages.main.write_string(row, 2, _("ファイルは画面から提出してください。"))
    elif _is_too_long(value):
        pages.main.write_string(row, 2, _("Excelのセルには長すぎます。画面で直してください。"))
    elif question.kind not in SILENT_KINDS:
        _offer(pages, ask, (pages.main, row, 2), row)
        _write_cell(pages, ask, (pages.main, row, 2), value)
        pages.index.append(["question", question.code, row, label])
    return 1


def _is_too_long(value: Any) -> bool:
    if isinstance(value, list):
        return any(_is_too_long(cell) for row in value if isinstance(row, dict) for cell in row.values())
    return isinstance(value, str) and len(value) > LONGEST_CELL


def _write_options(pages: _Book, ask: Ask, label: str, values: list[Any], row: int) -> int:
    """A line for each thing that may be chosen, and for what was chosen and is offered no more; answers how many."""
    offered = list(ask.choices)
    offered += [(str(value), str(value)) for value in values if str(value) not in dict(offered)]
    for line, (code, words) in enumerate(offered, row):
        text = f"{label}: {words}"
        _write_labels(pages, line, text, ask.help if line == row else "")
        pages.main.write_string(line, 2, CHOSEN if code in values else "", pages.formats["text"])
        pages.main.data_validation(line, 2, line, 2, {"validate": "list", "source": [CHOSEN]})
        pages.index.append(["option", ask.code, line, code, text])
    return len(offered)


def _write_labels(pages: _Book, row: int, label: str, help_text: str) -> None:
    pages.main.write_number(row, 0, row - 2, pages.formats["label"])
    pages.main.write_string(row, 1, label, pages.formats["label"])
    pages.main.write_string(row, 3, help_text, pages.formats["label"])


def _write_table(pages: _Book, question: Question, rows: list[dict[str, Any]]) -> str:
    """A page for the rows of a table question; answers its name."""
    number = sum(entry[0] == "table" for entry in pages.index) + 1
    plain = "".join(" " if c in "[]:*?/\\'" else c for c in question.label)
    name = f"{number} {plain}"[:31].strip()
    page = pages.book.add_worksheet(name)
    last = max(len(rows) + 10, EMPTY_ROWS)
    columns = ask_columns(question)
    for column, ask in enumerate(columns):
        page.set_column(column, column, 28)
        page.write_string(0, column, ask.label + (f" {_('※必須')}" if ask.required else ""), pages.formats["head"])
        _offer(pages, ask, (page, 1, column), last)
        for line in range(1, last + 1):
            value = rows[line - 1].get(ask.code) if line <= len(rows) else None
            _write_cell(pages, ask, (page, line, column), value)
    page.freeze_panes(1, 0)
    pages.index.append(["table", question.code, name, json.dumps([ask.code for ask in columns])])
    return name


def _write_cell(pages: _Book, ask: Ask, place: _Place, value: Any) -> None:
    """The value as its own kind where it was understood, else as the text it was typed as."""
    formats, (page, row, column) = pages.formats, place
    if isinstance(value, bool):
        page.write_string(row, column, _("はい") if value else _("いいえ"), formats["text"])
    elif isinstance(value, int | float):
        page.write_number(row, column, value, formats["number"])
    elif ask.kind == QuestionKind.DATE and (day := _day(value)) and day >= _FIRST_DAY:
        page.write_datetime(row, column, day, formats["day"])
    elif value in (None, ""):
        blank = {QuestionKind.DATE: "day", QuestionKind.NUMBER: "number", QuestionKind.MONEY: "number"}
        page.write_blank(row, column, None, formats[blank.get(QuestionKind(ask.kind), "text")])
    else:
        page.write_string(row, column, _words(ask, value), formats["text"])


def _words(ask: Ask, value: Any) -> str:
    """What is shown for a value: of a choice its label, unless another choice is called the same."""
    if ask.kind not in CHOSEN_KINDS:
        return str(value)
    labels = dict(ask.choices)
    label = labels.get(value, str(value))
    return str(value) if Counter(labels.values())[label] > 1 else label


def _offer(pages: _Book, ask: Ask, first: _Place, last: int) -> None:
    """A list to choose from; the words stand on a hidden page, because a list in a cell may hold 255 letters only."""
    if ask.kind == QuestionKind.YES_NO:
        words = [_("はい"), _("いいえ")]
    elif ask.kind in CHOSEN_KINDS:
        words = [label for _value, label in ask.choices]
    else:
        return
    (page, row, column), here = first, pages.list_count
    pages.list_count += 1
    for number, word in enumerate(words):
        pages.lists.write_string(number, here, word)
    letter = xlsxwriter.utility.xl_col_to_name(here)
    source = f"={LISTS}!${letter}$1:${letter}${max(len(words), 1)}"
    page.data_validation(row, column, last, column, {"validate": "list", "source": source, "error_type": "warning"})


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None
