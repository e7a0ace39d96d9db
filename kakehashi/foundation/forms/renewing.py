"""A sheet and a newer version of its questions: what differs, and which answers can go along."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kakehashi.foundation.forms.choices import SILENT_KINDS, QuestionKind
from kakehashi.foundation.forms.display import Describe, ShownRow, shown_row
from kakehashi.foundation.forms.models import Answers, Question, Version

_TEXTS = {QuestionKind.TEXT, QuestionKind.TEXTAREA}
# What a question can be changed in, as it is told; the words of both languages count as one.
_TOLD: dict[str, str | Promise] = {
    "label_ja": _("質問"),
    "help_ja": _("書き方の説明"),
    "kind": _("種類"),
    "required": _("必須"),
    "options": _("選択肢"),
    "columns": pgettext_lazy("table", "列"),
    "condition": _("表示する条件"),
    "compute": _("計算"),
    "max_length": _("最大文字数"),
    "max_rows": _("行・ファイル・選択の最大数"),
    "minimum": _("最小値"),
    "maximum": _("最大値"),
}


class Fate(TextChoices):
    """What became of a question."""

    ADDED = "added", _("加わった質問")
    CHANGED = "changed", _("変わった質問")
    REMOVED = "removed", _("なくなった質問")
    SAME = "same", _("同じ質問")


@dataclass(frozen=True)
class Renewed:
    """One question then and now. `answer`: what was answered; `goes_along`: whether that stays in the sheet."""

    fate: Fate
    question: Question
    answer: ShownRow | None
    goes_along: bool
    changed_in: list[str | Promise]

    @property
    def is_answered(self) -> bool:
        return self.answer is not None and not self.answer.is_empty


def renewal(old: Version, new: Version, answers: Answers, describe_files: Describe | None = None) -> list[Renewed]:
    """Every question of both versions: those of the new one in its order, then those that are asked no more."""
    known = {question.code: question for question in old.all_questions}
    kept = carried(old, new, answers)
    found = []
    for question in new.all_questions:
        if question.kind == QuestionKind.NOTE:
            continue
        before = known.pop(question.code, None)
        told = _differences(before, question) if before is not None else []
        fate = Fate.ADDED if before is None else Fate.CHANGED if told else Fate.SAME
        row = shown_row(before, answers.get(question.code), None, describe_files) if before is not None else None
        found.append(Renewed(fate, question, row, question.code in kept, told))
    for question in known.values():
        if question.kind not in SILENT_KINDS:
            row = shown_row(question, answers.get(question.code), None, describe_files)
            found.append(Renewed(Fate.REMOVED, question, row, False, []))
    return found


def carried(old: Version, new: Version, answers: Answers) -> Answers:
    """The answers that mean the same in the new version: of the same code and kind, choices that are still offered."""
    asked = {question.code: question for question in new.all_questions}
    found = {}
    for before in old.all_questions:
        now = asked.get(before.code)
        if before.code in answers and now is not None and _fits(before, now, answers[before.code]):
            found[before.code] = answers[before.code]
    return found


def _fits(before: Question, now: Question, value: Any) -> bool:
    if before.kind != now.kind:
        return {before.kind, now.kind} <= _TEXTS
    if now.kind in {QuestionKind.CHOICE, QuestionKind.MULTIPLE} and now.options and not now.source:
        offered = {option["value"] for option in now.options}
        return set(value if isinstance(value, list) else [value]) <= offered
    if now.kind == QuestionKind.TABLE:
        return {column["code"] for column in before.columns} <= {column["code"] for column in now.columns}
    return True


def _differences(before: Question, now: Question) -> list[str | Promise]:
    return [label for name, label in _TOLD.items() if getattr(before, name) != getattr(now, name)]
