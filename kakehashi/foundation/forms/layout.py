"""What `forms/answer_form.html` draws: sections, in them questions, in tables rows of fields."""

import json
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from kakehashi.foundation.forms.choices import Operator
from kakehashi.foundation.forms.models import FieldReturn, Question, Section
from kakehashi.foundation.forms.shapes import ask_question


@dataclass(frozen=True)
class StoredFile:
    """A file already kept, as the form names it; `url` empty where it cannot be fetched."""

    id: int
    name: str
    url: str = ""
    size: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a table: `remove_value` is what its button sends as ``_remove_row``."""

    number: int
    fields: list[BoundField]
    remove_value: str


@dataclass(frozen=True)
class Item:
    """One question as drawn; `comments` are the open returns of the field."""

    question: Question
    anchor: str
    name: str
    field: BoundField | None
    rows: list[Row]
    may_add: bool
    files: list[StoredFile]
    computed: str  # in words
    comments: list[FieldReturn]
    hint: str

    @property
    def condition_json(self) -> str:
        return json.dumps(self.question.condition) if self.question.condition else ""

    @property
    def compute_json(self) -> str:
        return json.dumps(self.question.compute)


@dataclass(frozen=True)
class DrawnSection:
    section: Section
    anchor: str
    items: list[Item]


def condition_words(question: Question, others: dict[str, Question]) -> str:
    """When the question is to be answered, for readers whose browser does not hide it."""
    condition = question.condition
    other = others.get(condition.get("question", ""))
    if other is None:
        return ""
    operator = next(key for key in condition if key != "question")
    if operator == Operator.ANSWERED:
        return _("「%(question)s」に答えたときだけ答えてください。") % {"question": other.label}
    wanted = condition[operator]
    words = "・".join(answer_words(other, value) for value in (wanted if isinstance(wanted, list) else [wanted]))
    if operator == Operator.NOT_EQUALS:
        sentence = _("「%(question)s」が「%(answer)s」でないときだけ答えてください。")
    else:
        sentence = _("「%(question)s」が「%(answer)s」のときだけ答えてください。")
    return sentence % {"question": other.label, "answer": words}


def answer_words(question: Question, value: Any) -> str:
    """One chosen value by its label."""
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    return dict(ask_question(question).choices).get(value, str(value))
