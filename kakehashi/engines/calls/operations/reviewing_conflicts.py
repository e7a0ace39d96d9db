"""Interests: found in the register, or declared by the reviewer. Whoever has one neither judges nor sees."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from kakehashi.engines.calls import searching
from kakehashi.engines.calls.choices import ConflictKind
from kakehashi.engines.calls.models import Application, Assignment, Call, Conflict, Nomination, Partner, Reviewer
from kakehashi.engines.calls.models.reviewing import PARTIES
from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Organisation, Person, Term, valid_on
from kakehashi.kernel import clock

FINDER = Robot("利害関係の確認")
Bodies = dict[int, dict[int, bool]]  # application → organisation → whether it is only a joint one


def detect_conflicts(call: Call, *, of: Application | None = None, by: Actor = FINDER) -> int:
    """Find what the register says of every reviewer and application (or this one); answers how many are new.

    Own body and former posts by terms of office and roles; bodies that carry a project jointly count too.
    """
    reviewers = list(call.reviewers.all())
    if not reviewers:
        return 0
    with act("calls.detect_conflicts", call, by=by, permit=True) as record:
        now, ever = _posts([reviewer.person_id for reviewer in reviewers])
        bodies = _bodies(call, of)
        known = set(Conflict.objects.filter(reviewer__in=reviewers).values_list("reviewer", "application"))
        new = [
            Conflict(reviewer=reviewer, application_id=application, kind=kind)
            for reviewer in reviewers
            for application, parties in bodies.items()
            if (reviewer.pk, application) not in known
            and (kind := _interest(now[reviewer.person_id], ever[reviewer.person_id], parties))
        ]
        _keep(new)
        record.extra = {"found": [[one.reviewer_id, one.application_id, one.kind] for one in new]}
    return len(new)


def detect_in_running_calls(*, by: Actor = FINDER) -> int:
    """Of every call that is being judged; answers how many are new. Whoever runs it sees whom to replace."""
    judged = Application.objects.filter(step__in=["screening", "scoring", "board"])
    running = Call.objects.filter(pk__in=judged.values("call"), reviewers__isnull=False).distinct()
    return sum(detect_conflicts(call, by=by) for call in running)


def declare_conflicts(reviewer: Reviewer, bodies: Collection[Organisation], *, why: str, by: Person) -> int:
    """The reviewer names bodies whose applications they will not judge; naming none says that there are none.

    Only the reviewer themself may. Answers how many applications that touches; what was declared stays declared.
    """
    with act("calls.declare_conflicts", reviewer, by=by, permit=_is_self) as record:
        named = {body.pk for body in bodies}
        parties = _bodies(reviewer.call)
        known = set(reviewer.conflicts.values_list("application", flat=True))
        touched = [pk for pk, of in parties.items() if named & of.keys() and pk not in known]
        _keep(Conflict(reviewer=reviewer, application_id=pk, kind=ConflictKind.DECLARED, note=why) for pk in touched)
        reviewer.declared_at = clock.now()
        reviewer.save(update_fields=["declared_at"])
        record.extra = {"bodies": sorted(body.code for body in bodies)}
    return len(touched)


def _is_self(actor: Actor, reviewer: Reviewer) -> bool:
    return not isinstance(actor, Robot) and reviewer.person_id == actor.pk


def _keep(conflicts: Iterable[Conflict]) -> None:
    """What was given to these reviewers and is not handed in yet is taken from them; the search knows of it."""
    made = Conflict.objects.bulk_create(conflicts)
    if made:
        searching.hand_in({one.application for one in made})
    for one in made:
        given = Assignment.objects.filter(reviewer=one.reviewer_id, application=one.application_id)
        given.filter(submitted_at=None).delete()


def _interest(now: set[int], ever: set[int], parties: dict[int, bool]) -> ConflictKind | None:
    own = {body for body, is_joint in parties.items() if not is_joint}
    if now & own:
        return ConflictKind.OWN_BODY
    if ever & own:
        return ConflictKind.FORMER_BODY
    return ConflictKind.JOINT_BODY if ever & parties.keys() else None


def _posts(people: list[int]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Of each person the bodies of today's terms and roles, and those of all."""
    now: dict[int, set[int]] = defaultdict(set)
    ever: dict[int, set[int]] = defaultdict(set)
    for model in (Term, RoleHeld):
        held = model.objects.filter(person__in=people)
        for person, body in held.values_list("person", "organisation"):
            ever[person].add(body)
        for person, body in held.filter(valid_on(clock.today())).values_list("person", "organisation"):
            now[person].add(body)
    return now, ever


def _bodies(call: Call, of: Application | None = None) -> Bodies:
    """The parties of each application of the call; an implementer and a nominator count like the applicant."""
    found: Bodies = {}
    applications = call.applications.all() if of is None else call.applications.filter(pk=of.pk)
    for pk, *bodies in applications.values_list("pk", *PARTIES):
        found[pk] = {body: False for body in bodies if body is not None}
    nominations = Nomination.objects.filter(application__in=applications.values("pk"))
    for application, body in nominations.values_list("application", "nominator"):
        if application is not None:
            found[application][body] = False
    partners = Partner.objects.filter(application__in=applications.values("pk"))
    for application, body in partners.values_list("application", "organisation"):
        found[application].setdefault(body, True)
    return found
