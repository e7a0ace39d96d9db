"""Those who have arrived: their terms, moves to another organisation, and why somebody left early."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.models import Flowing
from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.services.jet.choices import Manner, Position, TransferReason
from kakehashi.services.jet.models.candidates import Application
from kakehashi.services.jet.models.requests import RequestLine
from kakehashi.services.jet.terms.appointing import Term, end_early, terms
from kakehashi.services.jet.terms.arrival import Arrival, Rhythm
from kakehashi.services.jet.terms.causes import Cause, Evidence
from kakehashi.services.jet.terms.reappointing import LIMITS, most_terms

MOST_TERMS = LIMITS.exceptional + 1  # of April arrivals, their short term counted


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, person: Person | None) -> Self:
        """Oneself, one's organisation's, those of the area one gathers for, and all for the council."""
        if person is None:
            return self.none()
        held = standing(person)
        if held.may(Permission.HANDLE_JET):
            return self.all()
        return self.filter(
            Q(person=person)
            | Q(organisation__in=held.where(Permission.REQUEST_SERVICES))
            | Q(host__in=held.where(Permission.FOLLOW_MEMBERS))
        )


class Participant(Flowing):
    """Somebody who works as an ALT, CIR or SEA.

    `count`: terms appointed so far; `ends_on`, the last day of the last of them, follows from the arrival and is
    written by operations alone. `group_day`: when the group arrived whose dates an April arrival takes over.
    `last_day`: of somebody who leaves before. `line`: the request from which the post came. Personal data: name,
    number, how somebody left. Kept ten years after the last day.
    """

    number = models.CharField(
        _("JET番号"),
        max_length=11,
        blank=True,
        validators=[RegexValidator(r"^20\d{9}$", _("20で始まる11けたの数字です。"))],
    )
    name = models.CharField(_("氏名(旅券のつづり)"), max_length=120)
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, related_name="participant", editable=False
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("国"))
    position = models.CharField(_("職種"), max_length=3, choices=Position.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("任用団体"))
    host = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("取りまとめ団体")
    )
    line = models.ForeignKey(RequestLine, models.PROTECT, null=True, related_name="participants", editable=False)
    arrived_on = models.DateField(_("来日した日"))
    group_day = models.DateField(_("日程を合わせるグループの来日日"), null=True, blank=True)
    count = models.PositiveSmallIntegerField(
        _("任用した回数"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_TERMS)]
    )
    ends_on = models.DateField(_("任用の最後の日"), editable=False)
    notice_on = models.DateField(_("退職の申し出の日"), null=True, editable=False)
    last_day = models.DateField(_("退職の日"), null=True, editable=False)
    manner = models.CharField(_("終わり方"), max_length=10, choices=Manner.choices, blank=True, editable=False)
    leaving_note = models.TextField(_("退職の事情"), max_length=2000, blank=True, editable=False)
    has_new_contract = models.BooleanField(_("新しい契約を結ぶ"), null=True, editable=False)
    leaves_japan_on = models.DateField(_("日本を出る日"), null=True, editable=False)
    stays = models.BooleanField(_("日本に残る"), default=False, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("参加者")
        ordering = ("organisation__code", "name", "id")
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="jet_number_once"),
            models.CheckConstraint(condition=Q(count__gte=1) & Q(count__lte=MOST_TERMS), name="jet_terms_in_range"),
            models.CheckConstraint(condition=Q(position__in=Position.values), name="jet_participant_position_known"),
        ]
        indexes = [
            models.Index(fields=["organisation", "step"]),
            models.Index(fields=["host", "step"]),
            models.Index(fields=["step", "ends_on"]),
            models.Index(fields=["arrived_on"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def arrival(self) -> Arrival:
        if self.group_day is None:
            return Arrival(self.arrived_on)
        return Arrival(self.arrived_on, Rhythm.JOINS, self.group_day)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Those appointed, the last one cut where somebody leaves early."""
        found = terms(self.arrival, self.count)
        return found if self.last_day is None else end_early(found, self.last_day)

    @property
    def term(self) -> Term:
        """The last one appointed."""
        return terms(self.arrival, self.count)[-1]

    @property
    def most_terms(self) -> int:
        return most_terms(self.arrival, LIMITS.exceptional)


class Transfer(models.Model):
    """From `on` the participant works at `organisation`. Number and years go on. Personal data: the note."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="transfers")
    on = models.DateField(_("移る日"))
    origin = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("もとの団体"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("移る先の団体"))
    reason = models.CharField(_("理由"), max_length=10, choices=TransferReason.choices)
    note = models.TextField(_("事情"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("任用団体の変更")
        ordering = ("on", "id")

    def __str__(self) -> str:
        return f"{self.origin} → {self.organisation} {self.on}"


class LeavingCause(models.Model):
    """One cause of an early leaving, as one side tells it; the other sides do not read it. Personal data: the cause."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="causes")
    said_by = models.CharField(_("だれの話か"), max_length=10, choices=Evidence.choices)
    cause = models.CharField(_("理由"), max_length=1, choices=Cause.choices)
    is_primary = models.BooleanField(_("主な理由"), default=False)

    class Meta:
        verbose_name = _("途中退職の理由")
        ordering = ("said_by", "-is_primary", "cause")
        constraints = [
            models.UniqueConstraint(fields=["participant", "said_by", "cause"], name="jet_cause_once_a_side"),
            models.UniqueConstraint(
                fields=["participant", "said_by"], condition=Q(is_primary=True), name="jet_one_primary_cause_a_side"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_said_by_display()}: {self.get_cause_display()}"
