"""Papers of an application: who reads them, and what a correction changed."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kakehashi.engines.calls.choices import PaperKind, Route
from kakehashi.engines.calls.models import Application, Change, CoWorker, Paper
from kakehashi.engines.calls.queries.afterwards import readable_afterwards
from kakehashi.engines.calls.rules.afterwards import AFTERWARDS
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.forms.choices import QuestionKind
from kakehashi.foundation.forms.display import Describe, ShownRow, shown_row
from kakehashi.foundation.forms.models import Answers, Version
from kakehashi.foundation.organisations.models import Person


def visible_papers(person: Person | None) -> QuerySet[Paper]:
    """The papers of visible applications; before one is handed in only those see it who write it.

    What is told after a visit only the two who tell it and the section read.
    """
    held = standing(person)
    writing = Q(application__applicant__in=held.where(Permission.REQUEST_SERVICES))
    writing |= Q(application__in=CoWorker.objects.helped_by(person).values("application"))
    desks = held.where(Permission.HANDLE_CALLS)
    writing |= Q(application__route=Route.DESK, application__call__scheme__desk__in=desks)
    changes = Q(pk__in=Change.objects.visible_to(person).values("paper"))
    seen = Q(application__in=Application.objects.visible_to(person).values("pk")) & ~Q(kind__in=AFTERWARDS)
    known = seen & (Q(submitted_at__isnull=False) | writing) & (~Q(kind=PaperKind.CHANGE) | changes)
    told = Q(pk__in=Paper.objects.filter(readable_afterwards(person)).values("pk"))
    return Paper.objects.filter(known | told).select_related(
        "application__call__scheme__desk", "application__applicant", "sheet__version__question_set", "change"
    )


@dataclass(frozen=True)
class Difference:
    """An answer as it was handed in and as it is now."""

    label: str
    before: ShownRow
    after: ShownRow


def differences(paper: Paper, *, describe_files: Describe | None = None) -> list[Difference]:
    """Where the answers differ from those handed in last, question by question in order; none before that."""
    if not paper.handed_in:
        return []
    version, now = paper.sheet.version, paper.sheet.answers
    return differences_between(version, paper.handed_in, now, describe_files=describe_files)


def differences_between(
    version: Version, was: Answers, now: Answers, *, describe_files: Describe | None = None
) -> list[Difference]:
    return [
        Difference(
            question.label,
            shown_row(question, was.get(question.code), describe_files=describe_files),
            shown_row(question, now.get(question.code), describe_files=describe_files),
        )
        for question in version.all_questions
        if question.kind != QuestionKind.NOTE and was.get(question.code) != now.get(question.code)
    ]
