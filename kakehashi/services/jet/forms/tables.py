"""A form as the columns of an Excel file, out and in: the same names, choices and checks as on the screen.

Columns are found by their names in either language, in any order; choices are written as people read them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import override

from kakehashi.foundation.documents.exports import Cell, to_xlsx
from kakehashi.foundation.forms.spreadsheets import MAX_FILE, SpreadsheetError, read_sheets
from kakehashi.foundation.organisations.models import Country

MOST_ROWS = 10_000
BETWEEN = "、"
_SEPARATORS = str.maketrans({"，": BETWEEN, ",": BETWEEN, ";": BETWEEN, "；": BETWEEN, "\n": BETWEEN, "･": BETWEEN})


@dataclass(frozen=True)
class Row:
    """One line of a file as a form would send it; `number` as the program that wrote the file counts."""

    number: int
    data: dict[str, Any]


@dataclass
class Problem:
    """What is wrong with a row."""

    number: int
    words: list[str] = field(default_factory=list)


def header(form: forms.BaseForm) -> list[str]:
    """Names of the columns in the language of the page."""
    return [str(one.label) for one in form.fields.values()]


def written(form: forms.BaseForm, values: Mapping[str, Any]) -> list[Cell]:
    """One thing as a row, in the order of `header`."""
    return [_cell(one, values.get(name)) for name, one in form.fields.items()]


def file_of(form: forms.BaseForm, rows: Iterable[Mapping[str, Any]], *, sheet: str) -> bytes:
    """An Excel file that `read` takes."""
    return to_xlsx(header(form), (written(form, row) for row in rows), sheet=sheet)


def read(upload: UploadedFile, form: forms.BaseForm, *, needed: Sequence[str]) -> list[Row]:
    """The rows of the first sheet that has the needed columns.

    Raises ``SpreadsheetError`` with the sentence to show.
    """
    if (upload.size or 0) > MAX_FILE:
        raise SpreadsheetError(_("ファイルが大きすぎます(%(limit)dMBまで)。") % {"limit": MAX_FILE // 1024 // 1024})
    names = _in_any_language(lambda: {str(one.label): name for name, one in form.fields.items()})
    labels = {name: _values(one) for name, one in form.fields.items()}
    for lines in read_sheets(upload.read()).values():
        columns = [names.get(cell.strip(), "") for cell in lines[0]] if lines else []
        if set(needed) <= set(columns):
            rows = [
                Row(number, _typed(columns, line, form, labels))
                for number, line in enumerate(lines[1:], 2)
                if any(line)
            ]
            if len(rows) > MOST_ROWS:
                raise SpreadsheetError(_("行が多すぎます。%(most)s行までにしてください。") % {"most": MOST_ROWS})
            if not rows:
                raise SpreadsheetError(_("行がありません。"))
            return rows
    told = BETWEEN.join(str(form.fields[name].label) for name in needed)
    raise SpreadsheetError(
        _("1行目に列の名前(%(columns)s)がありません。書き出したファイルが見本になります。") % {"columns": told}
    )


def problem_of(number: int, form: forms.BaseForm) -> Problem:
    """Everything that is wrong in a row, each with the name of its column."""
    return Problem(number, list(_wrong(form)))


def _wrong(form: forms.BaseForm) -> Iterator[str]:
    for name, found in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for words in found:
            yield f"{label}: {words}" if label else str(words)


def _cell(one: forms.Field, value: Any) -> Cell:
    if isinstance(one, forms.BooleanField):
        return _("はい") if value else ""
    labels = {str(key): str(label) for key, label in _choices(one)}
    if isinstance(value, list | tuple):
        return BETWEEN.join(labels.get(str(each), str(each)) for each in value)
    if isinstance(value, Country):
        return str(value)
    found: Cell = labels.get(str(value), value) if labels and value is not None else value
    return found


def _choices(one: forms.Field) -> list[tuple[Any, Any]]:
    found = getattr(one, "choices", None)
    return [(value, label) for value, label in found if str(value)] if found is not None else []


def _values(one: forms.Field) -> dict[str, str]:
    """What may stand in a cell of this column → what the form takes."""
    if isinstance(one, forms.BooleanField):
        yes = _in_any_language(lambda: {_("はい"): "on"})
        return {**yes, "1": "on", "○": "on", "true": "on", "yes": "on"}
    spoken = _in_any_language(lambda: {str(label).casefold(): str(value) for value, label in _choices(one)})
    return {**spoken, **{str(value).casefold(): str(value) for value, _label in _choices(one)}}


def _in_any_language(words: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found |= words()
    return found


def _typed(
    columns: Sequence[str], line: Sequence[str], form: forms.BaseForm, labels: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, cell in zip(columns, line, strict=False):
        if not name or name in data:
            continue
        text, one, known = cell.strip(), form.fields[name], labels[name]
        if isinstance(one, forms.MultipleChoiceField):
            parts = [part.strip() for part in text.translate(_SEPARATORS).split(BETWEEN) if part.strip()]
            data[name] = [known.get(part.casefold(), part) for part in parts]
        elif isinstance(one, forms.BooleanField):
            data[name] = known.get(text.casefold(), "") if text else ""
        else:
            data[name] = known.get(text.casefold(), text) if known else text
    return data
