"""A yes or no that somebody else gives before something goes out: its states and its columns, whatever it is about."""

from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


class ApprovalState(TextChoices):
    """Where an approval stands."""

    WAITING = "waiting", _("承認待ち")
    APPROVED = "approved", _("承認")
    REFUSED = "refused", _("不承認")
    TAKEN_BACK = "taken_back", _("取下げ")


class Approvable(models.Model):
    """Asked for by somebody, decided once by somebody else, or taken back before that."""

    state = models.CharField(
        _("状態"), max_length=12, choices=ApprovalState.choices, default=ApprovalState.WAITING, editable=False
    )
    comment = models.TextField(_("承認者のことば"), blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ApprovalState.WAITING, decided_at__isnull=True)
                | ~Q(state=ApprovalState.WAITING) & Q(decided_at__isnull=False),
                name="%(app_label)s_%(class)s_decided_at_some_time",
            )
        ]

    @property
    def is_waiting(self) -> bool:
        return self.state == ApprovalState.WAITING

    @property
    def tone(self) -> str:
        """The tone of the chip that shows its state."""
        tones = {ApprovalState.APPROVED: "success", ApprovalState.REFUSED: "danger", ApprovalState.WAITING: "waiting"}
        return tones.get(ApprovalState(self.state), "neutral")

    def conclude(self, state: ApprovalState, comment: str = "") -> None:
        """Lay the answer down, inside an operation that holds the row."""
        self.state, self.comment, self.decided_at = state, comment, clock.now()
