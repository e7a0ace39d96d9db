"""What a reviewer says of an application: points, reasons, a word; or that they had rather not judge it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kakehashi.engines.calls.models import Application, Assignment, Call, Remark, Score
from kakehashi.engines.calls.rules import is_desk
from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


@dataclass(frozen=True)
class Given:
    """What is said on one criterion; `points` ``None``: not yet."""

    points: int | None
    why: str = ""


def save_review(
    assignment: Assignment, given: Mapping[int, Given], *, comment: str, base_revision: int, by: Person, hand_in: bool
) -> Assignment:
    """Keep points (by the id of the criterion) and words; `hand_in` says that they are final.

    What was handed in may be mended until the scoring ends, but only as a whole. ``MoveRefusedError`` after that,
    ``ValidationError`` while points are missing or too many, ``StaleError``.
    """
    with act("calls.save_review", assignment, by=by, permit=_may_judge):
        Call.objects.select_for_update(no_key=True).get(pk=assignment.reviewer.call_id)  # nobody changes the criteria
        _hold(assignment)
        if refusal := why_closed(assignment):
            raise MoveRefusedError(refusal)
        if assignment.revision != base_revision:
            raise StaleError(assignment)
        _keep(assignment, given, is_whole=hand_in or assignment.submitted_at is not None)
        assignment.comment = comment
        assignment.is_abstained, assignment.abstained_why = False, ""
        if hand_in:
            assignment.submitted_at = clock.now()
        assignment.revision += 1
        assignment.save()
    return assignment


def abstain(assignment: Assignment, *, why: str, by: Person) -> Assignment:
    """The reviewer does not judge this one and says why; the section gives it to somebody else."""
    with act("calls.abstain", assignment, by=by, permit=_may_judge):
        _hold(assignment)
        if refusal := why_closed(assignment):
            raise MoveRefusedError(refusal)
        if not why.strip():
            raise ValidationError(_("辞退する理由を入力してください。"))
        assignment.scores.all().delete()
        assignment.is_abstained, assignment.abstained_why = True, why.strip()
        assignment.submitted_at = None
        assignment.revision += 1
        assignment.save()
    return assignment


def add_remark(application: Application, body: str, *, by: Person) -> Remark:
    """A word in the discussion at the board, by the section or by somebody who judged the application."""
    with act("calls.add_remark", application, by=by, permit=may_discuss) as record:
        if not body.strip():
            raise ValidationError(_("意見を入力してください。"))
        remark = Remark.objects.create(application=application, author=by, body=body.strip())
        record.extra = {"remark": remark.pk}
    return remark


def may_discuss(actor: Actor, application: Application) -> bool:
    """While the board sits; whoever has an interest does not."""
    if isinstance(actor, Robot) or application.step not in {"board", "alternate"}:
        return False
    given = Assignment.objects.visible_to(actor).filter(application=application, is_abstained=False)
    return is_desk(actor, application) or given.exists()


def why_closed(assignment: Assignment) -> str:
    """Why nothing can be said any more; empty: it can."""
    if assignment.application.step != "scoring":
        return _("この申請の採点は終わっています。")
    until = assignment.application.call.scoring_until
    if until is not None and clock.has_passed(until):
        return _("採点の期限を過ぎています。担当課に相談してください。")
    return ""


def _may_judge(actor: Actor, assignment: Assignment) -> bool:
    return not isinstance(actor, Robot) and Assignment.objects.visible_to(actor).filter(pk=assignment.pk).exists()


def _hold(assignment: Assignment) -> None:
    assignment.refresh_from_db(from_queryset=Assignment.objects.select_for_update(no_key=True))


def _keep(assignment: Assignment, given: Mapping[int, Given], *, is_whole: bool) -> None:
    """Scores as they are given now; what is left empty is taken out of a draft."""
    scores = {score.criterion_id: score for score in assignment.scores.all()}
    for criterion in assignment.application.call.criteria.all():
        one = given.get(criterion.pk, Given(None))
        if one.points is None and is_whole:
            raise ValidationError(_("「%(criterion)s」の点数を選んでください。") % {"criterion": criterion})
        if one.points is not None and not 0 <= one.points <= criterion.most:
            raise ValidationError(_("点数は0から%(most)dまでにしてください。") % {"most": criterion.most})
        if one.points is not None:
            found = {"points": one.points, "why": one.why}
            Score.objects.update_or_create(assignment=assignment, criterion=criterion, defaults=found)
        elif criterion.pk in scores:
            scores[criterion.pk].delete()
