"""Partners and co-workers as they are read."""

from dataclasses import dataclass

from django.db.models import QuerySet

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Paper, Partner
from kakehashi.engines.calls.queries.papers import Difference, differences_between
from kakehashi.engines.calls.queries.receipts import content_digest
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.documents.attaching import described
from kakehashi.foundation.forms.conditions import shown
from kakehashi.foundation.forms.display import ShownSection, display
from kakehashi.foundation.forms.models import Answers
from kakehashi.foundation.organisations.models import Person


def partners_to_answer(person: Person) -> QuerySet[Partner]:
    """Where a body of this person is named in an application, whatever it has answered."""
    mine = standing(person).where(Permission.REQUEST_SERVICES)
    return Partner.objects.filter(organisation__in=mine).select_related(
        "organisation", "application__applicant", "application__call__scheme"
    )


@dataclass(frozen=True)
class Content:
    """What a body is asked to agree to; `differences`: since it agreed last."""

    digest: str
    sections: list[ShownSection]
    differences: list[Difference]


def content_of(partner: Partner) -> Content:
    """As it is now."""
    content = partner.content()
    paper = partner.application.paper_of(PaperKind.APPLICATION)
    if paper is None:
        return Content(content_digest(content), [], [])
    version, agreed = paper.sheet.version, partner.agreed.get("answers")
    differences = (
        [] if agreed is None else differences_between(version, agreed, content["answers"], describe_files=described)
    )
    return Content(content_digest(content), display(paper.sheet, describe_files=described), differences)


def alone_answers(paper: Paper) -> Answers:
    """What the paper says once nobody else takes part; questions that are then not asked have no answer."""
    answers = paper.sheet.answers
    if "joint" in answers:
        answers = answers | {"joint": False}
    asked = {question.code for question in shown(paper.sheet.version.all_questions, answers)}
    return {code: value for code, value in answers.items() if code in asked}


def person_by_address(address: str) -> Person | None:
    """Somebody who can sign in, by the address they do it with, and who holds a role today."""
    found = Person.objects.filter(user__email__iexact=address, user__is_active=True).first()
    return found if found is not None and standing(found).organisations else None
