"""Correction on named fields, the same for applications, changes and reports.

What the section sent back (``FieldReturn``) and nothing else is open to the applicant until the paper is handed in
again. A computed answer, and a question that appears because of an answer sent back, follow that answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.foundation.forms.choices import QuestionKind

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Paper
    from kakehashi.foundation.forms.models import Answers, FieldReturn, Version

# The step of a paper's own road at which it is written for the first time, and the one at which it is mended.
WRITING = {PaperKind.APPLICATION: "draft", PaperKind.CHANGE: "draft", PaperKind.REPORT: "granted"}
MENDING = {PaperKind.APPLICATION: "returned", PaperKind.CHANGE: "returned", PaperKind.REPORT: "report_returned"}


def step_of(paper: Paper) -> str:
    """Where the road of this paper stands: that of its change, else that of its application."""
    return paper.change.step if paper.kind == PaperKind.CHANGE else paper.application.step


def is_being_written(paper: Paper) -> bool:
    return step_of(paper) == WRITING.get(PaperKind(paper.kind))


def is_being_mended(paper: Paper) -> bool:
    return step_of(paper) == MENDING.get(PaperKind(paper.kind))


def open_returns(paper: Paper) -> list[FieldReturn]:
    """What is sent back and not yet mended, the oldest first."""
    return list(paper.sheet.returns.filter(resolved_at=None))


def open_codes(paper: Paper) -> frozenset[str]:
    """The questions that may be answered anew while the paper is mended."""
    return with_followers(paper.sheet.version, {one.question_code for one in open_returns(paper)})


def with_followers(version: Version, codes: set[str]) -> frozenset[str]:
    """These questions and those that appear because of them."""
    found = set(codes)
    for question in version.all_questions:  # a condition looks at an earlier question
        if question.condition and question.condition["question"] in found:
            found.add(question.code)
    return frozenset(found)


def closed_changes(paper: Paper, answers: Answers) -> list[str]:
    """The questions that `answers` change though they are not open; while the paper is mended none may be."""
    was, may_follow = paper.sheet.answers, open_codes(paper)
    return [
        question.code
        for question in paper.sheet.version.all_questions
        if question.code not in may_follow
        and question.kind != QuestionKind.COMPUTED
        and was.get(question.code) != answers.get(question.code)
    ]


def unmended(paper: Paper | None) -> list[FieldReturn]:
    """What is sent back and still answered as it was handed in."""
    if paper is None:
        return []
    now, was = paper.sheet.answers, paper.handed_in
    return [one for one in open_returns(paper) if now.get(one.question_code) == was.get(one.question_code)]
