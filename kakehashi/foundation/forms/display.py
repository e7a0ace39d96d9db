"""Answers as they are read: check-your-answers pages, itineraries, letters, conflicts."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kakehashi.foundation.forms.choices import CHOSEN_KINDS, QuestionKind
from kakehashi.foundation.forms.computing import computed_words
from kakehashi.foundation.forms.conditions import shown
from kakehashi.foundation.forms.layout import StoredFile
from kakehashi.foundation.forms.models import Answers, AnswerSheet, FieldReturn, Question, Version
from kakehashi.foundation.forms.shapes import Ask, ask_columns, ask_question
from kakehashi.foundation.ui.formatting import money_text
from kakehashi.kernel import clock

Describe = Callable[[list[int]], list[StoredFile]]


@dataclass(frozen=True)
class ShownRow:
    """One answered question. `parts`: its lines of text, one for each choice; a table has `header` and `table`.

    `is_empty`: nothing was answered. `comments`: open returns.
    """

    code: str
    kind: str
    label: str
    parts: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    comments: list[FieldReturn] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.parts or self.table or self.files)


@dataclass(frozen=True)
class ShownSection:
    title: str
    rows: list[ShownRow]
    anchor: str = ""


def display(
    sheet: AnswerSheet, language: str | None = None, *, describe_files: Describe | None = None
) -> list[ShownSection]:
    """The sheet's questions that are asked and their answers, in `language` (default: the reader's)."""
    returns = [one for one in sheet.returns.all() if one.resolved_at is None]
    return display_answers(sheet.version, sheet.answers, language, returns=returns, describe_files=describe_files)


def display_answers(
    version: Version,
    answers: Answers,
    language: str | None = None,
    *,
    returns: Iterable[FieldReturn] = (),
    describe_files: Describe | None = None,
) -> list[ShownSection]:
    """As `display`, of answers that belong to no sheet yet."""
    comments: dict[str, list[FieldReturn]] = {}
    for one in returns:
        comments.setdefault(one.question_code, []).append(one)
    asked = {question.pk for question in shown(version.all_questions, answers)}
    with override(language or get_language() or "ja"):
        sections = [
            ShownSection(
                section.title,
                [
                    shown_row(question, answers.get(question.code), comments.get(question.code, []), describe_files)
                    for question in questions
                    if question.pk in asked and question.kind != QuestionKind.NOTE
                ],
                f"section-{number}",
            )
            for number, (section, questions) in enumerate(version.outline, 1)
        ]
    return [section for section in sections if section.rows]


def shown_row(
    question: Question,
    value: Any,
    comments: list[FieldReturn] | None = None,
    describe_files: Describe | None = None,
) -> ShownRow:
    """One question with this answer in the active language."""
    row = ShownRow(question.code, question.kind, question.label, comments=comments or [])
    if value in (None, "", []):
        return row
    if question.kind == QuestionKind.COMPUTED:
        row.parts.append(computed_words(question.compute, value))
    elif question.kind == QuestionKind.TABLE and isinstance(value, list):
        columns = ask_columns(question)
        row.header.extend(ask.label for ask in columns)
        row.table.extend([_words(ask, cells.get(ask.code)) for ask in columns] for cells in value)
    elif question.kind == QuestionKind.FILE and isinstance(value, list):
        row.files.extend(describe_files(value) if describe_files else [])
        if not row.files:
            row.parts.append(_("ファイル %(count)d件") % {"count": len(value)})
    else:
        ask = ask_question(question)
        several = value if isinstance(value, list) else [value]
        row.parts.extend(_words(ask, one) for one in several)
    return row


def _words(ask: Ask, value: Any) -> str:
    """One value in words; what could not be understood as it was typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if ask.kind == QuestionKind.MONEY and isinstance(value, int):
        return money_text(value)
    if isinstance(value, int | float):
        return f"{value:,}"
    if ask.kind == QuestionKind.DATE:
        return _day(str(value))
    return dict(ask.choices).get(value, str(value)) if ask.kind in CHOSEN_KINDS else str(value)


def _day(text: str) -> str:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    return clock.long_date_en(day) if (get_language() or "").startswith("en") else clock.long_date_ja(day)
