"""Cases that belong together, as far as this person may see both."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kakehashi.engines.cases.models import Case, CaseLink
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import japanese

SHOWN = 20


@dataclass(frozen=True)
class Linked:
    """The other case of a link, seen from this one."""

    link: CaseLink
    case: Case


def links_of(case: Case, person: Person) -> list[Linked]:
    """The links whose other case this person may see. One query."""
    seen = Case.objects.visible_to(person).order_by().values("pk")
    links = CaseLink.objects.filter(Q(case=case, other__in=seen) | Q(other=case, case__in=seen))
    return [
        Linked(link, link.other if link.case_id == case.pk else link.case)
        for link in links.select_related("case__kind", "other__kind", "by")
    ]


def linkable(case: Case, person: Person, text: str) -> QuerySet[Case]:
    """Submitted cases this person sees that are not linked yet: by number or words; without, those of the same body."""
    linked = CaseLink.objects.filter(Q(case=case) | Q(other=case)).values_list("case_id", "other_id")
    known = {pk for pair in linked for pk in pair} | {case.pk}
    found = Case.objects.visible_to(person).filter(submitted_at__isnull=False).exclude(pk__in=known)
    found = found.select_related("kind", "applicant", "office")
    if not text.strip():
        return found.filter(applicant=case.applicant_id, applicant__isnull=False).order_by("-id")
    for word in japanese.search_words(text):
        by_name = Q(applicant__name_ja__icontains=word) | Q(host__icontains=word)
        found = found.filter(Q(number__iexact=word) | Q(title__icontains=word) | by_name)
    return found.order_by("-id")
