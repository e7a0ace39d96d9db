"""Reading back the Excel file that `exchange` wrote, whatever people did to it meanwhile.

What cannot be understood is kept as it was typed, and named cell by cell.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from kakehashi.foundation.forms.choices import CHOSEN_KINDS, SILENT_KINDS
from kakehashi.foundation.forms.exchange import INDEX, SALT
from kakehashi.foundation.forms.fill import MOST_ROWS, AnswerForm, as_data
from kakehashi.foundation.forms.models import Answers, AnswerSheet, Question, Version
from kakehashi.foundation.forms.shapes import Ask, ask_columns, ask_question
from kakehashi.foundation.forms.spreadsheets import Sheets, SpreadsheetError, read_sheets


@dataclass(frozen=True)
class Unread:
    """A cell that was not understood: where it stands, the question, what is typed there, why."""

    place: str
    label: str
    typed: str
    why: str

    def __str__(self) -> str:
        return _("%(place)s「%(label)s」: %(why)s") % {"place": self.place, "label": self.label, "why": self.why}


@dataclass(frozen=True)
class Returned:
    """A file that came back. `problems`: field name → sentences; what could not be understood is kept as typed.

    `asked` are the questions the file answers, be it with nothing. `stamp` is what the file was stamped with; empty
    where it has none or was tampered with. `first`: the cells of the questions that belong to no
    version, by their codes.
    """

    version: Version
    answers: Answers
    problems: dict[str, list[str]]
    asked: frozenset[str] = frozenset()
    stamp: dict[str, Any] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    first: dict[str, str] = field(default_factory=dict)

    def over(self, kept: Answers) -> Answers:
        """The answers of the file; of `kept` those that are not in it."""
        silent = {question.code for question in self.version.all_questions if question.kind in SILENT_KINDS}
        return {code: value for code, value in kept.items() if code not in self.asked | silent} | self.answers

    def onto(self, sheet: AnswerSheet) -> tuple[Answers, int]:
        """What `sheet` would hold with this file taken over, and the revision on which that is based.

        What the file does not ask stays. The revision is 0, which is never current, where a file that was not written
        out of this sheet's thing says something else than the sheet already does.
        """
        if sheet.about is not None and self.stamp.get("about") == str(sheet.about):
            return self.over(sheet.answers), int(self.stamp.get("revision") or 0)
        said_twice = sheet.answers.keys() & self.answers.keys()
        agrees = all(sheet.answers[code] == self.answers[code] for code in said_twice)
        return sheet.answers | self.answers, sheet.revision if agrees else 0


@dataclass
class _Reading:
    """A file being read: where each field was found, and what went wrong with whole questions."""

    sheets: Sheets
    main_name: str
    typed: Answers = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)
    lost: list[Unread] = field(default_factory=list)
    first: dict[str, str] = field(default_factory=dict)

    @property
    def main(self) -> list[list[str]]:
        return self.sheets[self.main_name]

    def row_of(self, entry: list[str], label: str) -> int | None:
        """Where the question stands now: people put lines in and take lines out."""
        row = int(entry[2])
        if not label or _cell(self.main, row, 1) == label:
            return row
        found = [number for number, line in enumerate(self.main) if len(line) > 1 and line[1] == label]
        return found[0] if len(found) == 1 else None


def from_xlsx(content: bytes) -> Returned:
    """Read back what `to_xlsx` wrote; files are not among the answers. ``SpreadsheetError`` for any other workbook."""
    sheets = read_sheets(content)
    index = sheets.get(INDEX) or [[""]]
    version = _version(index[0])
    heads = {line[0]: line[1] for line in index if len(line) > 1 and line[0] in {"stamp", "main"}}
    name = heads.get("main", "")
    reading = _Reading(sheets, name if name in sheets else next(iter(sheets)))
    try:
        _read(reading, version, index[1:])
    except (ValueError, IndexError, TypeError):
        raise _not_ours() from None
    form = AnswerForm(version, data=as_data(version, reading.typed), complete=False)
    problems = {name: [str(one) for one in sentences] for name, sentences in form.errors.items()}
    unread = [*reading.lost, *_unread(form, problems, reading)]
    stamp = _stamp(heads.get("stamp", ""), version)
    return Returned(version, form.answers, problems, frozenset(reading.asked), stamp, unread, reading.first)


def _stamp(sealed: str, version: Version) -> dict[str, Any]:
    try:
        found = signing.Signer(salt=SALT).unsign_object(sealed)
    except (signing.BadSignature, ValueError, TypeError):
        return {}
    is_ours = isinstance(found, dict) and found.pop("version", None) == version.pk
    return found if is_ours else {}


def _unread(form: AnswerForm, problems: dict[str, list[str]], reading: _Reading) -> list[Unread]:
    return [
        Unread(
            reading.places.get(name, ""),
            str(form.fields[name].label) if name in form.fields else name,
            str(form[name].data or "") if name in form.fields else "",
            " ".join(sentences),
        )
        for name, sentences in problems.items()
    ]


def _read(reading: _Reading, version: Version, index: list[list[str]]) -> None:
    """What stands in the cells, by question; not yet understood."""
    questions = {question.code: question for question in version.all_questions}
    for entry in index:
        kind, question = entry[0], questions.get(entry[1]) if len(entry) > 1 else None
        if kind == "question" and entry[1].startswith("_"):
            row = reading.row_of(entry, entry[3])
            reading.first[entry[1]] = "" if row is None else _cell(reading.main, row, 2).strip()
        if question is None:
            continue
        if kind == "table":
            _read_table(reading, question, entry[2], json.loads(entry[3]))
        elif kind in {"option", "question"}:
            _read_cell(reading, question, entry)


def _read_cell(reading: _Reading, question: Question, entry: list[str]) -> None:
    is_option = entry[0] == "option"
    label = next(iter(entry[4 if is_option else 3 :][:1]), "")
    row = reading.row_of(entry, label)
    if row is None:
        _lose(reading, question, _("質問の行が見つかりません。行を消したり、質問の文を直したりしないでください。"))
        return
    cell = _cell(reading.main, row, 2)
    reading.places[question.code] = f"{reading.main_name}!C{row + 1}"
    reading.asked.add(question.code)
    if not is_option:
        reading.typed[question.code] = _meant(ask_question(question), cell)
    elif cell.strip():
        reading.typed.setdefault(question.code, []).append(entry[3])


def _lose(reading: _Reading, question: Question, why: str) -> None:
    if not any(one.label == question.label for one in reading.lost):
        reading.lost.append(Unread(reading.main_name, question.label, "", why))


def _read_table(reading: _Reading, question: Question, name: str, codes: list[str]) -> None:
    columns = {ask.code: ask for ask in ask_columns(question)}
    if name not in reading.sheets:
        _lose(reading, question, _("シート「%(name)s」がありません。元の内容のままにします。") % {"name": name})
        return
    lines = [(number, line) for number, line in enumerate(reading.sheets[name][1:], 2) if any(c.strip() for c in line)]
    if len(lines) > MOST_ROWS:
        _lose(reading, question, _("%(limit)d行までしか取り込めません。") % {"limit": MOST_ROWS})
    rows = []
    for row, (number, line) in enumerate(lines[:MOST_ROWS]):
        cells = [(code, cell) for code, cell in zip(codes, line, strict=False) if code in columns]
        rows.append({code: _meant(columns[code], cell) for code, cell in cells})
        for code, _cell_text in cells:
            letter = xl_col_to_name(codes.index(code))
            reading.places[f"{question.code}-{row}-{code}"] = f"{name}!{letter}{number}"
    reading.asked.add(question.code)
    reading.typed[question.code] = rows


def _not_ours() -> SpreadsheetError:
    return SpreadsheetError(_("この質問票のExcelファイルではありません。画面から書き出し直してください。"))


def _version(head: list[str]) -> Version:
    version = None
    if len(head) > 1 and head[0] == "version" and head[1].isascii() and head[1].isdigit() and len(head[1]) < 16:
        version = Version.objects.select_related("question_set").filter(pk=head[1]).first()
    if version is None:
        raise _not_ours()
    return version


def _meant(ask: Ask, cell: str) -> str:
    """A label chosen from a list as its value; anything else as it stands."""
    if ask.kind not in CHOSEN_KINDS:
        return cell
    values: dict[str, str] = {
        option[name]: option["value"] for option in ask.options for name in ("label_en", "label_ja") if name in option
    }
    values.update((label, value) for value, label in ask.choices)
    own = {value: value for value, _label in ask.choices}
    return (values | own).get(cell.strip(), cell)


def _cell(rows: list[list[str]], row: int, column: int) -> str:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
