"""The form people fill in, built from a version of a question set.

form = AnswerForm(version, data=request.POST, files=request.FILES, answers=sheet.answers, complete=False)
form.is_valid()          # a draft may be saved whatever this says
form.store_files(store)  # where it asks for files
operations.save_answers(sheet, form.answers, …)
if form.changes_rows:    # 「行を追加する」 was pressed: show the form again
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from kakehashi.foundation.forms.choices import SILENT_KINDS, QuestionKind
from kakehashi.foundation.forms.computing import computed_words, with_computed
from kakehashi.foundation.forms.conditions import shown
from kakehashi.foundation.forms.controls import AnswerField
from kakehashi.foundation.forms.layout import DrawnSection, Item, Row, StoredFile, condition_words
from kakehashi.foundation.forms.models import Answers, FieldReturn, Question, Version
from kakehashi.foundation.forms.shapes import Ask, ask_columns, ask_question, missing, write

MOST_ROWS = 200
Store = Callable[[Question, UploadedFile], int]
Describe = Callable[[list[int]], list[StoredFile]]


class AnswerForm(forms.Form):
    """`complete` False (a draft): empty is allowed, what cannot be understood is kept as typed and has an error.

    Hidden questions are neither required nor kept. `describe_files` names the files behind stored ids; `returns` are
    shown beside their fields.
    """

    use_required_attribute = False

    class Media:
        css = {"all": ["forms/forms.css"]}
        js = ["forms/answer_form.js"]

    def __init__(
        self,
        version: Version,
        *,
        complete: bool,
        data: Any = None,
        files: Any = None,
        answers: Answers | None = None,
        prefix: str = "",
        returns: Iterable[FieldReturn] = (),
        describe_files: Describe | None = None,
    ) -> None:
        super().__init__(data, files, prefix=prefix or None)
        self.version = version
        self.complete = complete
        self.uploads: dict[str, list[UploadedFile]] = {}
        self._given = answers or {}
        self._answers = dict(self._given)
        self._returns = [one for one in returns if one.resolved_at is None]
        self._describe = describe_files
        self._columns: dict[str, list[Ask]] = {}
        self._rows: dict[str, list[int]] = {}
        for question in version.all_questions:
            self._add_fields(question)

    @property
    def answers(self) -> Answers:
        """What was typed, ready to be kept: see `shapes` for the values; computed values included."""
        self.is_valid()  # reads what was sent, once
        return self._answers

    @property
    def changes_rows(self) -> bool:
        """Whether a button of a table was pressed: the form is to be shown again, with the row more or less."""
        return self.is_bound and ("_add_row" in self.data or "_remove_row" in self.data)

    def store_files(self, store: Store) -> bool:
        """Hand each new file to `store`, which answers with its id or raises ``ValidationError`` in words."""
        before = len(self.errors)
        for question in self.version.all_questions:
            for upload in self.uploads.pop(question.code, []):
                try:
                    self._answers.setdefault(question.code, []).append(store(question, upload))
                except ValidationError as refusal:
                    self.add_error(question.code, refusal)
        return len(self.errors) == before

    @property
    def sections(self) -> list[DrawnSection]:
        """What the template draws."""
        others = {question.code: question for question in self.version.all_questions}
        return [
            DrawnSection(section, self.add_prefix(f"section-{number}"), [self._item(q, others) for q in questions])
            for number, (section, questions) in enumerate(self.version.outline, 1)
        ]

    def clean(self) -> dict[str, Any]:
        asked = self.version.all_questions
        typed = {question.code: self._collect(question) for question in asked if question.kind not in SILENT_KINDS}
        visible = shown(asked, {code: value for code, value in typed.items() if value not in (None, "", [])})
        for question in asked:
            if question not in visible:
                self._forget(question)
        answers = {q.code: typed[q.code] for q in visible if typed.get(q.code) not in (None, "", [])}
        self._answers = with_computed(visible, answers)
        return self.cleaned_data

    def _add_fields(self, question: Question) -> None:
        if question.kind in SILENT_KINDS:
            return
        if question.kind == QuestionKind.TABLE:
            self._add_rows(question)
            return
        ask = ask_question(question)
        self.fields[question.code] = AnswerField(ask, complete=self.complete)
        self.initial[question.code] = write(ask, self._given.get(question.code))

    def _add_rows(self, question: Question) -> None:
        columns = self._columns[question.code] = ask_columns(question)
        kept = self._given.get(question.code)
        kept = [row for row in kept if isinstance(row, dict)] if isinstance(kept, list) else []
        rows = self._rows_sent(question) if self.is_bound else list(range(len(kept)))
        self._rows[question.code] = rows = rows or [0]
        for number, row in enumerate(rows, 1):
            for ask in columns:
                name = f"{question.code}-{row}-{ask.code}"
                label = _("%(table)s %(number)d行目 %(column)s") % {
                    "table": question.label,
                    "number": number,
                    "column": ask.label,
                }
                self.fields[name] = AnswerField(ask, complete=False, in_row=True, label=label)
                self.initial[name] = write(ask, kept[row].get(ask.code) if row < len(kept) else None)

    def _rows_sent(self, question: Question) -> list[int]:
        """The rows of the table that the browser sent, one more or less where its button was pressed."""
        pattern = re.compile(re.escape(self.add_prefix(question.code)) + r"-(\d{1,6})-")
        sent = sorted({int(found[1]) for name in self.data if (found := pattern.match(name))})[:MOST_ROWS]
        removed = str(self.data.get("_remove_row", ""))
        rows = [row for row in sent if removed != f"{question.code}-{row}"]
        adds = self.data.get("_add_row") == question.code and len(rows) < (question.max_rows or MOST_ROWS)
        return [*rows, max(sent, default=-1) + 1] if adds or not rows else rows

    def _collect(self, question: Question) -> Any:
        if question.kind == QuestionKind.TABLE:
            return self._collect_rows(question)
        if question.kind == QuestionKind.FILE:
            return self._collect_files(question)
        return self._value(question.code)

    def _value(self, name: str) -> Any:
        """The understood value, else what was typed, letter by letter (NUL excepted, which no database keeps)."""
        if name in self.cleaned_data:
            return self.cleaned_data[name]
        raw = self[name].data
        return [str(one).replace("\0", "") for one in raw] if isinstance(raw, list) else str(raw).replace("\0", "")

    def _collect_rows(self, question: Question) -> list[dict[str, Any]]:
        result = []
        columns = self._columns[question.code]
        for row in self._rows[question.code]:
            cells = {ask.code: self._value(f"{question.code}-{row}-{ask.code}") for ask in columns}
            cells = {code: value for code, value in cells.items() if value not in (None, "")}
            if not cells:
                continue
            result.append(cells)
            for ask in columns:
                if self.complete and ask.required and ask.code not in cells:
                    self.add_error(f"{question.code}-{row}-{ask.code}", missing(ask))
        first = f"{question.code}-{self._rows[question.code][0]}-{columns[0].code}"
        if self.complete and question.required and not result:
            self.add_error(first, _("「%(table)s」を一行以上入力してください。") % {"table": question.label})
        if question.max_rows is not None and len(result) > question.max_rows:
            self.add_error(first, _("%(limit)d行までにしてください。") % {"limit": question.max_rows})
        return result

    def _collect_files(self, question: Question) -> list[int]:
        getlist = self.data.getlist if isinstance(self.data, MultiValueDict) else lambda name: self.data.get(name, [])
        removed = {str(one) for one in getlist(self.add_prefix(f"{question.code}-remove"))}
        kept = [one for one in self._given.get(question.code) or [] if str(one) not in removed]
        uploads = self.cleaned_data.get(question.code) or []
        self.uploads[question.code] = list(uploads)
        count = len(kept) + len(uploads)
        if self.complete and question.required and not count:
            self.add_error(question.code, missing(ask_question(question)))
        if question.max_rows is not None and count > question.max_rows:
            self.uploads[question.code] = []
            self.add_error(question.code, _("ファイルは%(limit)d個までにしてください。") % {"limit": question.max_rows})
        return kept

    def _forget(self, question: Question) -> None:
        """A hidden question has no errors and no files."""
        self.uploads.pop(question.code, None)
        for name in [name for name in self.errors if name == question.code or name.startswith(f"{question.code}-")]:
            del self.errors[name]

    def _item(self, question: Question, others: dict[str, Question]) -> Item:
        rows = [
            Row(
                number,
                [self[f"{question.code}-{row}-{ask.code}"] for ask in self._columns[question.code]],
                f"{question.code}-{row}",
            )
            for number, row in enumerate(self._rows.get(question.code, []), 1)
        ]
        stored = self._answers.get(question.code) or [] if question.kind == QuestionKind.FILE else []
        return Item(
            question=question,
            anchor=self.add_prefix(f"q-{question.code}"),
            name=self.add_prefix(question.code),
            field=self[question.code] if question.code in self.fields else None,
            rows=rows,
            may_add=len(rows) < (question.max_rows or MOST_ROWS),
            files=self._describe(stored) if stored and self._describe else [],
            computed=computed_words(question.compute, self._answers.get(question.code)),
            comments=[one for one in self._returns if one.question_code == question.code],
            hint=condition_words(question, others),
        )


def checked(version: Version, answers: Answers) -> AnswerForm:
    """The form as if these kept answers had just been sent as complete: ``.errors`` says what is still to be done."""
    form = AnswerForm(version, data=as_data(version, answers), answers=answers, complete=True)
    form.is_valid()
    return form


def as_data(version: Version, answers: Answers) -> MultiValueDict[str, Any]:
    """Kept answers as the browser would send them."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for question in version.all_questions:
        if question.kind in SILENT_KINDS or question.kind == QuestionKind.FILE:
            continue
        value = answers.get(question.code)
        if question.kind != QuestionKind.TABLE:
            typed = write(ask_question(question), value)
            data.setlist(question.code, typed if isinstance(typed, list) else [typed])
            continue
        for row, cells in enumerate(value if isinstance(value, list) else []):
            for ask in ask_columns(question):
                data[f"{question.code}-{row}-{ask.code}"] = write(ask, cells.get(ask.code))
    return data
