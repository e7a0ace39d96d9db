"""What falls due, and who is to be reminded of it. A constant number of queries, however much falls due.

`days` are the days whose reminders are to go out: today, and those on which nothing ran.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch, Q

from kakehashi.engines.cases.choices import PaperKind, Work
from kakehashi.engines.cases.flow import BEFORE_VISIT
from kakehashi.engines.cases.models import ENDED, Case, Item, Paper
from kakehashi.engines.cases.queries.handover import leaderless
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.notices.reminding import due_days
from kakehashi.foundation.organisations.models import Organisation, Person, valid_on
from kakehashi.kernel import clock

DAYS_BEFORE_VISIT = 3
_RELATED = ("kind", "applicant", "requester", "office", "lead", "visitor")


def cases_due(days: list[dt.date]) -> list[Case]:
    """Open cases whose step is, or was, to be done by one of the days."""
    cases = Case.objects.filter(~Q(step__in=ENDED), submitted_at__isnull=False, due_on__in=due_days(days))
    related = cases.select_related(*_RELATED).order_by("due_on", "id")
    return list(related.prefetch_related(Prefetch("papers", Paper.objects.order_by("id"))))


def papers_due(days: list[dt.date]) -> list[Paper]:
    """Papers not handed in. The second follow-up is announced on its day and two weeks later, ended case or not."""
    announced = [*days, *(day - dt.timedelta(weeks=2) for day in days)]
    first = Q(round=1, kind__in=[PaperKind.RESULT, PaperKind.REPORT, PaperKind.FOLLOW_UP], due_on__in=due_days(days))
    second = Q(round=2, kind=PaperKind.FOLLOW_UP, due_on__in=announced)
    asked = (first & ~Q(case__step__in=ENDED)) | (second & Q(case__step__in=["following_up", "closed"]))
    papers = Paper.objects.filter(asked, submitted_at=None)
    return list(papers.select_related(*(f"case__{name}" for name in _RELATED)).order_by("due_on", "id"))


def promises_due(days: list[dt.date]) -> list[Item]:
    """Promises of open cases that nobody has seen to."""
    waiting = Item.objects.filter(is_promise=True, step__in=["requested", "arranging"], due_on__in=due_days(days))
    promises = waiting.exclude(case__step__in=ENDED)
    return list(promises.select_related(*(f"case__{name}" for name in _RELATED)).order_by("due_on", "id"))


def visits_beginning(days: list[dt.date]) -> list[Case]:
    """What is arranged and begins in three days; what has begun meanwhile is not announced any more."""
    begins = [day + dt.timedelta(days=DAYS_BEFORE_VISIT) for day in days]
    soon = [day for day in begins if day >= clock.today()]
    cases = Case.objects.filter(first_day__in=soon, step__in=BEFORE_VISIT, kind__work=Work.ARRANGE)
    return list(cases.select_related(*_RELATED).order_by("id"))


def leaderless_by_office() -> Counter[Organisation]:
    """How many cases of each office have an officer who works there no more."""
    return Counter(case.office for case in leaderless())


class Audience:
    """Who works, asks and gives out work today at these bodies. One query."""

    def __init__(self, places: Iterable[int | None]) -> None:
        self._people: dict[tuple[Permission, int], dict[int, Person]] = defaultdict(dict)
        held = RoleHeld.objects.filter(valid_on(clock.today()), organisation__in={pk for pk in places if pk})
        for role in held.select_related("person").order_by("person__name_kana", "person_id"):
            for permission in role.definition.permissions:
                self._people[permission, role.organisation_id][role.person_id] = role.person

    @classmethod
    def of(cls, cases: Iterable[Case]) -> "Audience":
        return cls(pk for c in cases for pk in (c.applicant_id, c.office_id, c.assisting_id, c.branch_id))

    def holders(self, permission: Permission, *places: int | None) -> list[Person]:
        """The people whose role at any of the places permits this."""
        found = [self._people.get((permission, place), {}) for place in places if place is not None]
        return list({pk: person for people in found for pk, person in people.items()}.values())

    def office(self, case: Case) -> list[Person]:
        """Its officer in charge; where there is none any more, everybody who handles its cases."""
        return _one(case.lead, self.holders(Permission.HANDLE_CASES, case.office_id, case.assisting_id))

    def client(self, case: Case) -> list[Person]:
        """Whoever asked; where they are gone, everybody who asks in the body's name. Nobody with an account: nobody."""
        if case.is_own:
            return self.office(case)
        return _one(case.requester, self.holders(Permission.REQUEST_SERVICES, case.applicant_id))

    def turn(self, case: Case) -> list[Person]:
        """Whose turn it is."""
        match case.turn:
            case Turn.CLIENT:
                return self.client(case)
            case Turn.BRANCH:
                return self.holders(Permission.FOLLOW_MEMBERS, case.branch_id)
            case Turn.OFFICE:
                return self.office(case)
        return []


def _one(in_charge: Person | None, people: list[Person]) -> list[Person]:
    return [in_charge] if in_charge is not None and in_charge in people else people
