"""A page on which a sheet is filled in: shown, kept as a draft, with a row more, in conflict, or gone on from.

    filling = fill(request, sheet, save, describe_files=described, store=keeper(…), attach=…)
    if filling.goes_on: redirect to checking; else render with filling.context and filling.status

`save` is the engine's operation: (answers, base revision) → the sheet as it is kept now.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, JsonResponse

from kakehashi.foundation.access.requests import sent_revision
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.forms.autosave import autosave_response, kept_elsewhere_response
from kakehashi.foundation.forms.choices import QuestionKind
from kakehashi.foundation.forms.fill import AnswerForm, Describe, Store
from kakehashi.foundation.forms.models import Answers, AnswerSheet
from kakehashi.foundation.forms.operations import Difference, conflict

Save = Callable[[Answers, int], AnswerSheet]
Attach = Callable[[dict[str, list[int]]], AnswerSheet]


@dataclass(frozen=True)
class Filling:
    """What became of a request. `is_stale`: nothing was kept, `differences` says why; `sheet` is as it is kept now."""

    form: AnswerForm
    sheet: AnswerSheet
    differences: list[Difference] = field(default_factory=list)
    is_stale: bool = False
    row_changed: bool = False
    goes_on: bool = False

    @property
    def status(self) -> int:
        return 409 if self.is_stale else 200

    @property
    def context(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "sheet": self.sheet,
            "differences": self.differences,
            "row_changed": self.row_changed,
        }


def fill(
    request: HttpRequest,
    sheet: AnswerSheet,
    save: Save,
    *,
    describe_files: Describe | None = None,
    store: Store | None = None,
    attach: Attach | None = None,
) -> Filling:
    """See the module.

    `store` keeps an uploaded file. A file is never lost: where the answers are stale, `attach` adds what was uploaded
    to the answers that are kept.
    """

    def form_of(answers: Answers, **sent: Any) -> AnswerForm:
        returns = sheet.returns.all()
        return AnswerForm(
            sheet.version,
            complete=False,
            answers=answers,
            returns=returns,
            describe_files=describe_files,
            **sent,
        )

    if request.method != "POST":
        return Filling(form_of(sheet.answers), sheet)
    form = form_of(sheet.answers, data=request.POST, files=request.FILES)
    before = {code: list(value) for code, value in form.answers.items() if isinstance(value, list)}
    if store is not None:
        form.store_files(store)
    try:
        sheet = save(form.answers, sent_revision(request))
    except StaleError as stale:
        sheet = stale.now
        added = _added(form, before)
        if added and attach is not None:
            sheet = attach(added)
        return Filling(form, sheet, conflict(sheet, form.answers), is_stale=True)
    if form.changes_rows or not form.is_valid():
        return Filling(form, sheet, row_changed=form.changes_rows)
    if "check" in request.POST:
        return Filling(form, sheet, goes_on=True)
    return Filling(form_of(sheet.answers), sheet)


def _added(form: AnswerForm, before: dict[str, list[Any]]) -> dict[str, list[int]]:
    """The files that were stored just now, by question."""
    found = {}
    for question in form.version.all_questions:
        if question.kind == QuestionKind.FILE:
            kept = before.get(question.code, [])
            if new := [one for one in form.answers.get(question.code, []) if one not in kept]:
                found[question.code] = new
    return found


def autosave(request: HttpRequest, sheet: AnswerSheet, save: Save) -> JsonResponse:
    """What the page sends every few seconds. Files stay as they are: they come and go by a button only."""
    form = AnswerForm(sheet.version, complete=False, data=request.POST, answers=sheet.answers)
    files = [q.code for q in sheet.version.all_questions if q.kind == QuestionKind.FILE]
    kept = {code: sheet.answers[code] for code in files if code in sheet.answers}
    try:
        return autosave_response(save(form.answers | kept, sent_revision(request)))
    except StaleError as stale:
        return kept_elsewhere_response(stale.now)
