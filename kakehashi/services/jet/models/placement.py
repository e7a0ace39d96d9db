"""Placements as they were reckoned, decided on and announced."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.models import Flowing
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from kakehashi.services.jet.choices import PlacementMode
from kakehashi.services.jet.models.candidates import Application
from kakehashi.services.jet.models.cycles import Cycle
from kakehashi.services.jet.models.requests import RequestLine

BEFORE_COMMITTEE = ("proposed", "approved", "notified")
LONGEST = 1800  # seconds of searching for couples


class PlacementRunQuerySet(models.QuerySet["PlacementRun"]):
    def visible_to(self, person: Person | None) -> Self:
        """All for those who run the programme; what lies before the committee for who approves."""
        held = standing(person)
        if held.may(Permission.HANDLE_JET):
            return self.all()
        return self.filter(step__in=BEFORE_COMMITTEE) if held.may(Permission.APPROVE_PLACEMENT) else self.none()


class PlacementRun(Flowing):
    """One reckoning: what went in, frozen, and what came out. Another seed, edit or input is another run.

    `tables`: name → text of the four tables that ``manage.py jet_place`` reads, `sha256` their fingerprint. `edits`:
    places decided or barred with the reason, and what was only tried. `places`: candidate's number → line's id.
    `bounds` and `proven` are empty where nothing is maximised. `envies`: who has cause to envy whom, for which line and
    why. Personal data: numbers, scores and wishes of candidates. Kept ten years.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField(_("計算の番号"))
    mode = models.CharField(_("決め方"), max_length=10, choices=PlacementMode.choices, default=PlacementMode.BEST)
    seed = models.PositiveIntegerField(_("くじの種"), default=0)
    limit = models.PositiveSmallIntegerField(_("2人組を探す時間の上限(秒)"), default=120)
    base = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    edits = models.JSONField(default=list, editable=False)
    is_trial = models.BooleanField(_("試算"), default=False, editable=False)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    tables = models.JSONField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    objective = models.CharField(max_length=40, editable=False)
    places = models.JSONField(default=dict, editable=False)
    values = models.JSONField(default=list, editable=False)
    bounds = models.JSONField(default=list, editable=False)
    proven = models.JSONField(default=list, editable=False)
    envies = models.JSONField(default=list, editable=False)
    seconds = models.FloatField(null=True, editable=False)
    failure = models.TextField(blank=True, editable=False)

    objects = PlacementRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("配置の計算")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="jet_run_number_once"),
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(step__in=("approved", "notified")), name="jet_one_placement_holds"
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(cycle)s 計算%(number)s") % {"cycle": self.cycle, "number": self.number})


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, person: Person | None) -> Self:
        """The candidate, the mission, the organisation, whoever gathers for it, the council."""
        if person is None:
            return self.none()
        held = standing(person)
        if held.may(Permission.HANDLE_JET):
            return self.all()
        return self.filter(
            Q(application__person=person)
            | Q(application__mission__in=held.where(Permission.SELECT_CANDIDATES))
            | Q(line__sheet__organisation__in=held.where(Permission.REQUEST_SERVICES))
            | Q(line__sheet__host__in=held.where(Permission.FOLLOW_MEMBERS))
        )


class Assignment(models.Model):
    """Somebody's place, as announced. Personal data: who goes where. Kept ten years."""

    run = models.ForeignKey(PlacementRun, models.PROTECT, related_name="assignments")
    application = models.OneToOneField(Application, models.PROTECT, related_name="assignment")
    line = models.ForeignKey(RequestLine, models.PROTECT, related_name="assignments")
    told_at = models.DateTimeField(default=clock.now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("配置")
        ordering = ("application__number",)

    def __str__(self) -> str:
        return f"{self.application} → {self.line}"
