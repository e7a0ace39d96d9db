"""A file that comes back: kept for a look, compared with what stands, taken in at a press."""

import secrets
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.forms.spreadsheets import SpreadsheetError
from kakehashi.foundation.ui.differences import Difference, differences
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.forms.tables import Problem, Row, problem_of, read

KEPT = 3600  # seconds
SHOWN = 200  # changes and problems on one page
FormT = TypeVar("FormT", bound=forms.BaseForm)


@dataclass
class Change:
    """What one row would do."""

    number: int
    title: str
    is_new: bool
    differences: list[Difference]


@dataclass
class Compared(Generic[FormT]):
    """A file against what stands."""

    forms: list[FormT] = field(default_factory=list)  # of rows that are new or differ
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    same: int = 0

    @property
    def is_ready(self) -> bool:
        return bool(self.forms) and not self.problems


def keep(
    request: SignedInRequest, upload: forms.Form, blank: forms.BaseForm, *, place: str, needed: Sequence[str]
) -> str | None:
    """The token under which the rows are kept; ``None`` where the file cannot be taken, and `upload` says why."""
    if not upload.is_valid():
        return None
    try:
        rows = read(upload.cleaned_data["file"], blank, needed=needed)
    except SpreadsheetError as error:
        upload.add_error("file", str(error))
        return None
    token = secrets.token_urlsafe(16)
    cache.set(_key(request, place, token), rows, KEPT)
    return token


def kept(request: SignedInRequest, *, place: str, token: str) -> list[Row] | None:
    rows: list[Row] | None = cache.get(_key(request, place, token))
    return rows


def forget(request: SignedInRequest, *, place: str, token: str) -> None:
    cache.delete(_key(request, place, token))


def gone(request: SignedInRequest, *way: Any) -> HttpResponse:
    messages.error(request, _("確かめてから時間がたちました。もう一度ファイルを選んでください。"))
    return redirect(*way)


def compare(
    rows: Sequence[Row],
    form_of: Callable[[dict[str, Any]], FormT],
    *,
    key: Callable[[FormT], Hashable],
    known: Callable[[FormT], dict[str, Any] | None],
    title: Callable[[FormT], str],
) -> Compared[FormT]:
    """Each row by its form; `known` gives what stands now, as the form has it. Columns that a file leaves out keep
    what stands, or what an empty form begins with. A key that comes twice is a problem.
    """
    found: Compared[FormT] = Compared()
    seen: dict[Hashable, int] = {}
    empty = {name: one.initial for name, one in form_of({}).fields.items() if one.initial is not None}
    for row in rows:
        form = form_of({**empty, **row.data})
        before = None
        if form.is_valid():
            before = known(form)
            if before is not None:
                form = form_of({**empty, **before, **row.data})
        if not form.is_valid():
            found.problems.append(problem_of(row.number, form))
            continue
        mark = key(form)
        if mark is not None and seen.setdefault(mark, row.number) != row.number:
            words = _("%(row)d行目と同じものです。") % {"row": seen[mark]}
            found.problems.append(Problem(row.number, [words]))
            continue
        told = differences(form.fields, before or {}, form.cleaned_data)
        if before is not None and not told:
            found.same += 1
            continue
        found.forms.append(form)
        found.changes.append(Change(row.number, title(form), before is None, told))
    return found


def page(request: SignedInRequest, found: Compared[Any], crumbs: list[Link]) -> HttpResponse:
    context = {
        "found": found,
        "changes": found.changes[:SHOWN],
        "problems": found.problems[:SHOWN],
        "more": max(0, len(found.changes) - SHOWN),
        "new": sum(one.is_new for one in found.changes),
        "changed": sum(not one.is_new for one in found.changes),
        "crumbs": crumbs,
    }
    return render(request, "jet/look.html", context, status=422 if found.problems else 200)


def _key(request: SignedInRequest, place: str, token: str) -> str:
    return f"jet:{place}:{request.person.pk}:{token[:40]}"
