"""Reviewers of a call, what they may not judge, what was given to them, and what they say."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import ConflictKind
from kakehashi.engines.calls.models.applications import Application, Partner
from kakehashi.engines.calls.models.nominating import Nomination
from kakehashi.engines.calls.models.schemes import Call, Criterion
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Person, Term
from kakehashi.kernel import clock

PARTIES = ("applicant", "implementer", "nominator")  # of an application, beside those that carry it jointly


class Reviewer(models.Model):
    """Somebody who judges applications of a call. Personal data: who. Kept as long as the call."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="reviews_of")
    most = models.PositiveSmallIntegerField(_("受け持つ件数の上限"), null=True, blank=True)
    declared_at = models.DateTimeField(_("利害関係を申告した日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("審査員")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="calls_reviewer_once")]

    def __str__(self) -> str:
        return str(self.person)


class Conflict(models.Model):
    """Why a reviewer may not judge, nor see, an application. Personal data: an interest. Kept as long as the call."""

    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="conflicts")
    application = models.ForeignKey(Application, models.CASCADE, related_name="conflicts")
    kind = models.CharField(_("理由"), max_length=12, choices=ConflictKind.choices)
    note = models.CharField(_("説明"), max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("利害関係")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["reviewer", "application"], name="calls_conflict_once")]

    def __str__(self) -> str:
        return f"{self.reviewer} × {self.application}: {self.get_kind_display()}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, person: Person | None) -> Self:
        """A reviewer's own, while the application is being scored or discussed, and never with a conflict.

        A post or role at a body of the application that began only now counts before anybody has written it down as a
        conflict: it is looked up each time. Whoever is a reviewer no more sees nothing.
        """
        if person is None or not standing(person).may(Permission.REVIEW_APPLICATIONS):
            return self.none()
        conflict = Conflict.objects.filter(reviewer=OuterRef("reviewer"), application=OuterRef("application"))
        stages = Q(application__step__in=["scoring", "board", "adopted", "alternate", "rejected"])
        mine = self.filter(stages, ~Exists(conflict), reviewer__person=person)
        return mine.exclude(_has_post(Term, person) | _has_post(RoleHeld, person))


def _has_post(model: type[Term] | type[RoleHeld], person: Person) -> Q:
    """That the person has or had one at a party of the application; parties as ``detect_conflicts`` knows them."""
    bodies = model._default_manager.filter(person=person).values("organisation")
    partner = Partner.objects.filter(application=OuterRef("application"), organisation__in=bodies)
    nomination = Nomination.objects.filter(application=OuterRef("application"), nominator__in=bodies)
    named = [Q(**{f"application__{party}__in": bodies}) for party in PARTIES]
    return reduce(or_, named, Q(Exists(partner)) | Q(Exists(nomination)))


class Assignment(models.Model):
    """An application given to a reviewer, with the reviewer's word on it. Personal data: who. Kept as long as it."""

    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="assignments")
    application = models.ForeignKey(Application, models.CASCADE, related_name="assignments")
    comment = models.TextField(_("講評"), blank=True)
    is_abstained = models.BooleanField(_("審査を辞退する"), default=False)
    abstained_why = models.CharField(_("辞退の理由"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(_("採点を終えた日時"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("審査の割当て")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["reviewer", "application"], name="calls_assignment_once")]

    def __str__(self) -> str:
        return f"{self.reviewer} × {self.application}"


class Score(models.Model):
    """The points a reviewer gives on one criterion, and why. Personal data: none beyond the assignment's."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("点数"))
    why = models.TextField(_("理由"), blank=True)

    class Meta:
        verbose_name = _("採点")
        ordering = ("criterion__order", "id")
        constraints = [models.UniqueConstraint(fields=["assignment", "criterion"], name="calls_score_once")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class Remark(models.Model):
    """A word in the discussion of an application at the board. Personal data: author. Kept as long as it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="remarks")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.TextField(_("意見"))
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("審査会の意見")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.body[:40]
