"""Reviewers of a call: taken on, let go, and given what they judge."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kakehashi.engines.calls import searching
from kakehashi.engines.calls.models import Application, Assignment, Call, Conflict, Reviewer
from kakehashi.engines.calls.notices import reviewing as notices
from kakehashi.engines.calls.operations.reviewing_conflicts import detect_conflicts
from kakehashi.engines.calls.operations.reviewing_fairness import Sharing
from kakehashi.engines.calls.queries.reviewing import ASSIGNABLE
from kakehashi.engines.calls.rules import may_run
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Person


def add_reviewer(call: Call, person: Person, *, by: Actor, most: int | None = None) -> Reviewer:
    """Take somebody on; their interests are looked up at once. Adding twice changes only the limit.

    ``ValidationError`` for somebody without the role of a reviewer.
    """
    with act("calls.add_reviewer", None, by=by, permit=may_run(by, call)) as record:
        if not standing(person).may(Permission.REVIEW_APPLICATIONS):
            raise ValidationError(_("審査員の役割を持っている人を選んでください。"))
        reviewer, _new = Reviewer.objects.update_or_create(call=call, person=person, defaults={"most": most})
        record.thing = reviewer
        detect_conflicts(call, by=by)
    return reviewer


def remove_reviewer(reviewer: Reviewer, *, by: Actor) -> None:
    """Let somebody go who has not handed in anything yet; what was given to them is to be given anew.

    The interests stay known as long as the reviewer: ``ValidationError`` where a review was handed in.
    """
    with act("calls.remove_reviewer", reviewer, by=by, permit=may_run(by, reviewer.call)):
        if reviewer.assignments.filter(submitted_at__isnull=False).exists():
            raise ValidationError(_("採点を終えた申請がある審査員は外せません。"))
        barred = [conflict.application for conflict in reviewer.conflicts.select_related("application")]
        reviewer.delete()
        searching.hand_in(barred)


def assign_automatically(call: Call, *, by: Actor) -> dict[int, int]:
    """Give every application of the call its reviewers, fairly; answers which applications lack how many.

    What was begun, handed in or given before stays. Nobody is given what they have an interest in or declined.
    """
    with act("calls.assign_automatically", call, by=by, permit=may_run) as record:
        detect_conflicts(call, by=by)
        Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        applications = list(call.applications.filter(step__in=ASSIGNABLE).values_list("pk", flat=True))
        given = set(_given(call).values_list("reviewer", "application"))
        sharing = _sharing(call, given)
        lacking = sharing.share(applications, call.reviews_each or 1)
        wanted = {(reviewer, pk) for pk in applications for reviewer in sharing.given[pk]}
        Assignment.objects.bulk_create(
            Assignment(reviewer_id=reviewer, application_id=pk) for reviewer, pk in sorted(wanted - given)
        )
        scored = set(call.applications.filter(step="scoring").values_list("pk", flat=True))
        told = {reviewer for reviewer, pk in wanted - given if pk in scored}
        notices.given(call.reviewers.filter(pk__in=told).select_related("person", "call__scheme"), by)
        record.extra = {"given": len(wanted - given), "lacking": {str(pk): n for pk, n in lacking.items()}}
    return lacking


def _given(call: Call) -> QuerySet[Assignment]:
    return Assignment.objects.filter(reviewer__call=call, is_abstained=False)


def _sharing(call: Call, given: set[tuple[int, int]]) -> Sharing:
    reviewers = list(call.reviewers.order_by("pk"))
    barred = set(Conflict.objects.filter(reviewer__call=call).values_list("reviewer", "application"))
    declined = Assignment.objects.filter(reviewer__call=call, is_abstained=True)
    return Sharing(
        [reviewer.pk for reviewer in reviewers],
        barred | set(declined.values_list("reviewer", "application")),
        most={reviewer.pk: reviewer.most for reviewer in reviewers if reviewer.most is not None},
        fixed=given,
    )


def assign(application: Application, reviewer: Reviewer, *, by: Actor) -> Assignment:
    """Give it to this reviewer by hand. ``ValidationError`` where there is an interest, or it goes no more."""
    with act("calls.assign_review", application, by=by, permit=_runs_application) as record:
        detect_conflicts(application.call, by=by)
        if reviewer.call_id != application.call_id or application.step not in ASSIGNABLE:
            raise ValidationError(_("この申請はいま審査員に割り当てられません。"))
        if reviewer.conflicts.filter(application=application).exists():
            raise ValidationError(_("%(reviewer)sさんはこの申請に利害関係があります。") % {"reviewer": reviewer})
        assignment, _new = Assignment.objects.get_or_create(reviewer=reviewer, application=application)
        if application.step == "scoring":
            notices.given([reviewer], by)
        record.extra = {"reviewer": reviewer.pk}
    return assignment


def unassign(assignment: Assignment, *, by: Actor) -> None:
    """Take it from a reviewer who has not handed it in. ``ValidationError`` afterwards."""
    with act("calls.unassign_review", assignment, by=by, permit=may_run(by, assignment.reviewer.call)):
        if assignment.submitted_at is not None:
            raise ValidationError(_("採点を終えた審査は外せません。"))
        assignment.delete()


def _runs_application(actor: Actor, application: Application) -> bool:
    return may_run(actor, application.call)
