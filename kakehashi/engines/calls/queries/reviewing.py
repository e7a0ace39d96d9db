"""Reviewing as its people see it: the section all of a call, a reviewer what was given to them."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kakehashi.engines.calls.models import Application, Assignment, Call, Conflict, Nomination, Partner, Reviewer
from kakehashi.foundation.access.choices import ROLES, Permission
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Organisation, Person, valid_on
from kakehashi.kernel import clock

ASSIGNABLE = ("screening", "scoring")  # the steps at which an application is given to reviewers


def run_calls(person: Person | None) -> QuerySet[Call]:
    """The calls whose reviewing this person runs."""
    held = standing(person).where(Permission.HANDLE_CALLS)
    return Call.objects.filter(scheme__desk__in=held).select_related("scheme__desk")


def watched_calls(person: Person | None) -> QuerySet[Call]:
    """Those, and all for whoever oversees them."""
    calls = Call.objects.select_related("scheme__desk")
    return calls if standing(person).may(Permission.OVERSEE_CALLS) else run_calls(person)


def reviewers_of(call: Call) -> QuerySet[Reviewer]:
    """The reviewers of a call with `given`, `handed_in`, `declined` and `barred`: how many applications each."""
    count = {"distinct": True}
    return call.reviewers.select_related("person").annotate(
        given=Count("assignments", Q(assignments__is_abstained=False), **count),
        handed_in=Count("assignments", Q(assignments__submitted_at__isnull=False), **count),
        declined=Count("assignments", Q(assignments__is_abstained=True), **count),
        barred=Count("conflicts", **count),
    )


def possible_reviewers(call: Call) -> QuerySet[Person]:
    """Whoever holds the role today and is not a reviewer of this call yet."""
    roles = [role.code for role in ROLES.values() if Permission.REVIEW_APPLICATIONS in role.permissions]
    held = RoleHeld.objects.filter(valid_on(clock.today()), role__in=roles, person=OuterRef("pk"))
    return Person.objects.filter(Exists(held)).exclude(reviews_of__call=call)


def own_reviews(person: Person | None) -> QuerySet[Assignment]:
    """What was given to this person, with what their list shows."""
    found = Assignment.objects.visible_to(person).select_related("application__call__scheme", "application__applicant")
    return found.order_by("application__call", "application__number", "id")


@dataclass(frozen=True)
class Progress:
    """A call as one of its reviewers has it before them."""

    reviewer: Reviewer
    reviews: list[Assignment]

    @property
    def call(self) -> Call:
        return self.reviewer.call

    @property
    def done(self) -> int:
        return sum(one.submitted_at is not None or one.is_abstained for one in self.reviews)

    @property
    def following(self) -> Assignment | None:
        """The next one to judge."""
        return next((one for one in self.reviews if is_waiting(one)), None)


def is_waiting(review: Assignment) -> bool:
    return review.application.step == "scoring" and review.submitted_at is None and not review.is_abstained


def progress_of(person: Person) -> list[Progress]:
    """By call, those that wait for this person first, then the newest; calls where nothing was given yet too."""
    reviews: dict[int, list[Assignment]] = defaultdict(list)
    for one in own_reviews(person):
        reviews[one.reviewer_id].append(one)
    mine = Reviewer.objects.filter(person=person).select_related("call__scheme").order_by("-call__fiscal_year", "pk")
    found = [Progress(reviewer, reviews[reviewer.pk]) for reviewer in mine]
    return sorted(found, key=lambda one: one.following is None)


def next_review(person: Person, after: Assignment) -> Assignment | None:
    """The next one of the same call that waits for this person."""
    rest = [one for one in own_reviews(person) if one.reviewer_id == after.reviewer_id and is_waiting(one)]
    later = [one for one in rest if (one.application.number or "") > (after.application.number or "")]
    return next(iter([*later, *rest]), None)


def bodies_of(call: Call) -> QuerySet[Organisation]:
    """All that take part in some application of the call: by name only, for declaring interests."""
    handed_in = Application.objects.filter(call=call, handed_in_at__isnull=False)
    parts = Q(pk__in=handed_in.values("applicant")) | Q(pk__in=handed_in.values("implementer"))
    parts |= Q(pk__in=handed_in.values("nominator"))
    parts |= Q(pk__in=Nomination.objects.filter(application__in=handed_in.values("pk")).values("nominator"))
    parts |= Q(pk__in=Partner.objects.filter(application__in=handed_in.values("pk")).values("organisation"))
    return Organisation.objects.filter(parts).order_by("code")


def conflicts_of(call: Call, person: Person) -> QuerySet[Conflict]:
    """Those of a call, without what this person has an interest in."""
    seen = Application.objects.visible_to(person).values("pk")
    found = Conflict.objects.filter(reviewer__call=call, application__in=seen).select_related(
        "reviewer__person", "application__applicant"
    )
    return found.order_by("reviewer", "application__number", "id")


def lacking_of(call: Call, person: Person) -> QuerySet[Application]:
    """Those that still lack `lacking` reviewers, without what this person has an interest in.

    Nothing before the first assignment: until then they all lack everybody, and that is no news.
    """
    each = call.reviews_each or 1
    given = Count("assignments", Q(assignments__is_abstained=False), distinct=True)
    found = call.applications.filter(pk__in=Application.objects.visible_to(person).values("pk"), step__in=ASSIGNABLE)
    found = found.filter(Exists(Assignment.objects.filter(reviewer__call=call, is_abstained=False)))
    found = found.annotate(lacking=each - given).filter(lacking__gt=0)
    return found.select_related("applicant").order_by("number", "id")


def may_read_files(person: Person | None, application_id: int) -> bool:
    """Whether a reviewer may fetch the files of an application: never of one that is judged blind or was declined."""
    given = Assignment.objects.visible_to(person).filter(application__call__is_blind=False)
    return given.filter(application=application_id, is_abstained=False).exists()


def own_reviewer(person: Person | None) -> QuerySet[Reviewer]:
    """This person as a reviewer of calls."""
    return Reviewer.objects.filter(person=person).select_related("call__scheme")
