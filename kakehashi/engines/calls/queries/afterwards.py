"""What is asked after a visit, whom it is still to be asked of, and what is read out of it."""

import datetime as dt

from django.db.models import Q, QuerySet

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Application, Dispatch, Expert, Paper
from kakehashi.engines.calls.rules.afterwards import AFTERWARDS
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

FOLLOW_UP_DAYS = dt.timedelta(days=30)
_DONE = ("settled", "claimed", "paid", "accepted", "published", "closed")
_TOLD = ("granted", "report_in", "report_returned", *_DONE)


def readable_afterwards(person: Person | None) -> Q:
    """Of the papers asked for after a visit: what one writes oneself, and what the section is told.

    Neither side reads what the other one thought of it.
    """
    held = standing(person)
    own = Q(application__applicant__in=held.where(Permission.REQUEST_SERVICES))
    desk = Q(application__call__scheme__desk__in=held.where(Permission.HANDLE_CALLS))
    seen = Q(application__in=Application.objects.visible_to(person).values("pk"))
    sent = Q(application__dispatch__sent__person=person, application__step__in=_TOLD)
    by_body = Q(kind__in=[PaperKind.FOLLOW_UP, PaperKind.APPRAISAL_BY_HOST]) & seen & (own | desk)
    by_sent = Q(kind=PaperKind.APPRAISAL_BY_SENT) & (seen & desk | sent)
    return by_body | by_sent if person is not None else Q(pk__in=[])


def papers_afterwards(application: Application, person: Person) -> list[Paper]:
    """Those of one application this person may know of."""
    found = Paper.objects.filter(readable_afterwards(person), application=application, kind__in=AFTERWARDS)
    return list(found.select_related("application__call__scheme", "sheet").order_by("pk"))


def to_follow_up() -> QuerySet[Application]:
    """Of the fiscal year before this one, done, and not asked yet."""
    done = Application.objects.filter(step__in=_DONE, fiscal_year=clock.fiscal_year(clock.today()) - 1)
    asked = Paper.objects.filter(kind=PaperKind.FOLLOW_UP).values("application")
    waiting = done.filter(call__follow_up_form__isnull=False).exclude(pk__in=asked)
    return waiting.select_related("call__scheme", "call__follow_up_form", "applicant").order_by("pk")


# --- Whoever is sent --------------------------------------------------------------------------------------------------
def own_entries(person: Person) -> QuerySet[Expert]:
    return Expert.objects.filter(person=person).order_by("register", "pk")


def own_dispatches(person: Person) -> list[tuple[Dispatch, Paper | None]]:
    """Where this person is or was sent, once the decision is told, each with its appraisal; the newest first."""
    told = Dispatch.objects.filter(sent__person=person, application__step__in=_TOLD)
    dispatches = told.select_related("application__call__scheme__desk", "application__applicant", "sent")
    papers = Paper.objects.filter(
        kind=PaperKind.APPRAISAL_BY_SENT, application__in=told.values("application")
    ).select_related("application")
    of_application = {paper.application_id: paper for paper in papers}
    return [
        (one, of_application.get(one.application_id)) for one in dispatches.order_by("-application__starts_on", "-pk")
    ]
