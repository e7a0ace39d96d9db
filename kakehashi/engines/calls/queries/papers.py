"""Papers after the decision: who reads them, and what a correction changed."""

from django.db.models import QuerySet

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Application, Change, Paper
from kakehashi.foundation.forms.operations import Difference, conflict
from kakehashi.foundation.organisations.models import Person

AFTERWARDS = (PaperKind.CHANGE, PaperKind.REPORT)


def visible_papers(person: Person | None) -> QuerySet[Paper]:
    """The papers after the decision: of applications and changes this person may see."""
    seen = Paper.objects.filter(application__in=Application.objects.visible_to(person).values("pk"))
    changes = Change.objects.visible_to(person).values("paper")
    allowed = seen.filter(kind=PaperKind.REPORT) | seen.filter(kind=PaperKind.CHANGE, pk__in=changes)
    return allowed.select_related(
        "application__call__scheme__desk", "application__applicant", "sheet__version__question_set", "change"
    )


def differences(paper: Paper) -> list[Difference]:
    """What was changed since it was handed in: as it was on the one side, as it is on the other."""
    if not paper.handed_in or paper.handed_in == paper.sheet.answers:
        return []
    return [Difference(d.question, d.mine, d.theirs) for d in conflict(paper.sheet, paper.handed_in)]
