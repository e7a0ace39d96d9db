"""Papers as they are sent back and mended."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kakehashi.engines.calls.correcting import MENDING
from kakehashi.engines.calls.models import Application, Paper
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.forms.choices import QuestionKind
from kakehashi.foundation.forms.display import Describe, ShownRow, shown_row
from kakehashi.foundation.organisations.models import Person


@dataclass(frozen=True)
class Difference:
    """An answer as it was handed in and as it is now."""

    label: str
    before: ShownRow
    after: ShownRow


def visible_papers(person: Person | None) -> QuerySet[Paper]:
    """Papers that can be sent back, of visible applications; the council sees them once they are handed in."""
    seen = Application.objects.visible_to(person).values("pk")
    asking = standing(person).where(Permission.REQUEST_SERVICES)
    handed_in = Q(submitted_at__isnull=False) | Q(application__applicant__in=asking)
    papers = Paper.objects.filter(handed_in, application__in=seen, kind__in=MENDING)
    return papers.select_related("application__call__scheme", "sheet__version", "change")


def differences(paper: Paper, *, describe_files: Describe | None = None) -> list[Difference]:
    """Where the answers differ from those handed in last, question by question in order."""
    was, now = paper.handed_in, paper.sheet.answers
    return [
        Difference(
            question.label,
            shown_row(question, was.get(question.code), describe_files=describe_files),
            shown_row(question, now.get(question.code), describe_files=describe_files),
        )
        for question in paper.sheet.version.all_questions
        if question.kind != QuestionKind.NOTE and was.get(question.code) != now.get(question.code)
    ]
