"""Whether those in service stay another term, as both sides answer."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.flow.models import Flowing
from kakehashi.foundation.organisations.models import Person
from kakehashi.services.jet.choices import OrganisationAnswer, ParticipantAnswer
from kakehashi.services.jet.models.cycles import Cycle
from kakehashi.services.jet.models.participants import Participant


class ReappointmentQuerySet(models.QuerySet["Reappointment"]):
    def visible_to(self, person: Person | None) -> Self:
        """Of the participants whom this person may read."""
        return self.filter(participant__in=Participant.objects.visible_to(person).values("pk"))


class Reappointment(Flowing):
    """The question to one participant and the organisation in one year: another term, or not.

    `reason` is the organisation's: why it cannot, or why somebody beyond the normal limit is to stay. Personal data:
    the answers. Kept ten years.
    """

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="reappointments")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="reappointments")
    organisation_answer = models.CharField(
        _("団体の回答"), max_length=10, choices=OrganisationAnswer.choices, blank=True
    )
    reason = models.TextField(_("団体の理由"), max_length=1000, blank=True)
    participant_answer = models.CharField(_("本人の回答"), max_length=10, choices=ParticipantAnswer.choices, blank=True)

    objects = ReappointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("再任用の回答")
        ordering = ("participant__organisation__code", "participant__name", "id")
        constraints = [models.UniqueConstraint(fields=["participant", "cycle"], name="jet_asked_once_a_year")]
        indexes = [models.Index(fields=["cycle", "step"])]

    def __str__(self) -> str:
        return f"{self.participant} {self.cycle}"

    @property
    def stays(self) -> bool | None:
        """What both answers come to; ``None`` while one that decides is missing."""
        if self.organisation_answer == OrganisationAnswer.CANNOT or self.participant_answer == ParticipantAnswer.NO:
            return False
        return True if self.organisation_answer and self.participant_answer else None
