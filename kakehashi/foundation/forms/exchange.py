"""A question sheet as an Excel file, out and back in without loss, for people who must work in Excel.

One page for the questions, one for each table, a hidden one that says which cell belongs to which question of which
version. Files are not in it: whoever reads it back keeps the answers of file questions as they are.
"""

import datetime as dt
import io
import json
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kakehashi.foundation.forms.choices import CHOSEN_KINDS, SILENT_KINDS, QuestionKind
from kakehashi.foundation.forms.fill import AnswerForm, as_data
from kakehashi.foundation.forms.models import Answers, Question, Version
from kakehashi.foundation.forms.shapes import Ask, ask_columns, ask_question
from kakehashi.foundation.forms.spreadsheets import Sheets, SpreadsheetError, read_sheets

INDEX, LISTS = "_kakehashi", "_lists"
CHOSEN = "○"
EMPTY_ROWS = 30
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


def to_xlsx(version: Version, answers: Answers | None = None) -> bytes:
    """The questions of the version, with `answers` where there are any. Text is written as text, never as a formula."""
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
        _write_main(pages, version, answers or {})
        index = book.add_worksheet(INDEX)
        for number, row in enumerate([["version", version.pk, str(version)], *pages.index]):
            for column, value in enumerate(row):
                index.write_string(number, column, str(value))
        index.hide()
        pages.lists.hide()
    return target.getvalue()


def _write_main(pages: _Book, version: Version, answers: Answers) -> None:
    main, formats = pages.main, pages.formats
    for column, width in enumerate(_MAIN_WIDTHS):
        main.set_column(column, column, width)
    main.write_string(0, 0, str(version.question_set), formats["title"])
    main.write_string(1, 0, _("「回答」の列に入力して保存し、画面から取り込んでください。表は別のシートにあります。"))
    for column, word in enumerate([_("番号"), _("質問"), _("回答"), _("書き方の説明")]):
        main.write_string(2, column, word, formats["head"])
    main.freeze_panes(3, 0)
    row = 3
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
        for line, (code, words) in enumerate(ask.choices):
            _write_labels(pages, row + line, f"{label}: {words}", ask.help if line == 0 else "")
            chosen = CHOSEN if isinstance(value, list) and code in value else ""
            pages.main.write_string(row + line, 2, chosen, pages.formats["text"])
            pages.main.data_validation(row + line, 2, row + line, 2, {"validate": "list", "source": [CHOSEN]})
            pages.index.append(["option", question.code, row + line, code])
        return len(ask.choices)
    _write_labels(pages, row, label, ask.help)
    if question.kind == QuestionKind.TABLE:
        name = _write_table(pages, question, value if isinstance(value, list) else [])
        pages.main.write_string(row, 2, _("シート「%(name)s」に入力してください。") % {"name": name})
    elif question.kind == QuestionKind.FILE:
        pages.main.write_string(row, 2, _("ファイルは画面から提出してください。"))
    elif question.kind not in SILENT_KINDS:
        _offer(pages, ask, (pages.main, row, 2), row)
        _write_cell(pages, ask, (pages.main, row, 2), value)
        pages.index.append(["question", question.code, row])
    return 1


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
    elif ask.kind == QuestionKind.DATE and (day := _day(value)):
        page.write_datetime(row, column, day, formats["day"])
    elif value in (None, ""):
        blank = {QuestionKind.DATE: "day", QuestionKind.NUMBER: "number", QuestionKind.MONEY: "number"}
        page.write_blank(row, column, None, formats[blank.get(QuestionKind(ask.kind), "text")])
    else:
        words = dict(ask.choices).get(value, str(value)) if ask.kind in CHOSEN_KINDS else str(value)
        page.write_string(row, column, words, formats["text"])


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


@dataclass(frozen=True)
class Returned:
    """A file that came back. `problems`: field name → sentences; what could not be understood is kept as typed."""

    version: Version
    answers: Answers
    problems: dict[str, list[str]]


def from_xlsx(content: bytes) -> Returned:
    """Read back what `to_xlsx` wrote; files are not among the answers. ``SpreadsheetError`` for any other workbook."""
    sheets = read_sheets(content)
    index = sheets.get(INDEX) or [[""]]
    version = _version(index[0])
    main = next(iter(sheets.values()))
    try:
        typed = _typed(version, sheets, main, index[1:])
    except (ValueError, IndexError):
        raise _not_ours() from None
    form = AnswerForm(version, data=as_data(version, typed), complete=False)
    problems = {name: [str(one) for one in sentences] for name, sentences in form.errors.items()}
    return Returned(version, form.answers, problems)


def _typed(version: Version, sheets: Sheets, main: list[list[str]], index: list[list[str]]) -> Answers:
    """What stands in the cells, by question; not yet understood."""
    questions = {question.code: question for question in version.all_questions}
    typed: Answers = {}
    for entry in index:
        kind, code = entry[0], entry[1]
        question = questions.get(code)
        if question is None:
            continue
        if kind == "option" and _cell(main, int(entry[2]), 2).strip():
            typed.setdefault(code, []).append(entry[3])
        elif kind == "question":
            typed[code] = _meant(ask_question(question), _cell(main, int(entry[2]), 2))
        elif kind == "table":
            typed[code] = _rows(question, sheets, entry[2], json.loads(entry[3]))
    return typed


def _not_ours() -> SpreadsheetError:
    return SpreadsheetError(_("この質問票のExcelファイルではありません。画面から書き出し直してください。"))


def _version(head: list[str]) -> Version:
    version = None
    if len(head) > 1 and head[0] == "version" and head[1].isascii() and head[1].isdigit():
        version = Version.objects.select_related("question_set").filter(pk=head[1]).first()
    if version is None:
        raise SpreadsheetError(_("この質問票のExcelファイルではありません。画面から書き出し直してください。"))
    return version


def _rows(question: Question, sheets: Sheets, name: str, codes: list[str]) -> list[dict[str, Any]]:
    columns = {ask.code: ask for ask in ask_columns(question)}
    lines = sheets.get(name, [])[1:]
    return [
        {code: _meant(columns[code], cell) for code, cell in zip(codes, line, strict=False) if code in columns}
        for line in lines
        if any(cell.strip() for cell in line)
    ]


def _meant(ask: Ask, cell: str) -> str:
    """A label chosen from a list as its value; anything else as it stands."""
    if ask.kind not in CHOSEN_KINDS:
        return cell
    values: dict[str, str] = {
        option[name]: option["value"] for option in ask.options for name in ("label_en", "label_ja") if name in option
    }
    values.update((label, value) for value, label in ask.choices)
    return values.get(cell.strip(), cell)


def _cell(rows: list[list[str]], row: int, column: int) -> str:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
